import { describe, expect, it } from 'vitest';
import { searchTable } from '../../../../src/evaluation/counting/search-table.ts';
import type { EvaluatedSearch } from '../../../../src/evaluation/evaluated-search.ts';
import { evaluationFindings } from '../../../../src/evaluation/findings.ts';
import { cutAttribute } from '../../../../src/evaluation/slices/cut-attribute.ts';
import { differenceTest } from '../../../../src/evaluation/slices/difference-test.ts';
import { fisherExact } from '../../../../src/numerics/fisher-exact.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';
import { mated, stranger } from '../../../support/evaluated-searches.ts';

const quick = { resampleCount: 60 };

describe('an attribute', () => {
  it('of numbers is cut at its quartiles', () => {
    const cut = cutAttribute('blur', [1, 2, 3, 4, 5, 6, 7, 8, undefined]);
    expect(cut.kind).toBe('quartiles');
    expect(cut.slices).toEqual(['1 to 2', '3 to 4', '5 to 6', '7 to 8']);
    expect([...cut.sliceOf]).toEqual([0, 0, 1, 1, 2, 2, 3, 3, -1]);
  });

  it('of few numbers, or of words, has a slice for each value', () => {
    expect(cutAttribute('faces', [2, 1, 2, 1, 3])).toMatchObject({ kind: 'values', slices: ['1', '2', '3'] });
    expect(cutAttribute('lens', ['b', 'a', 'b']).slices).toEqual(['b', 'a']);
  });

  it('with many equal numbers has fewer slices, none empty', () => {
    const cut = cutAttribute('yaw', [0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
    expect(new Set(cut.sliceOf).size).toBe(cut.slices.length);
  });

  it('with many rare values keeps them in one slice', () => {
    const cut = cutAttribute(
      'camera',
      [...Array(40).keys()].flatMap((place) => [`c${place}`, 'phone']),
    );
    expect(cut.slices).toHaveLength(12);
    expect(cut.slices[0]).toBe('phone');
    expect(cut.slices.at(-1)).toBe('30 rarer values');
    expect([...cut.sliceOf].filter((slice) => slice === 11)).toHaveLength(30);
  });

  it('of numbers that are not finite is not known', () => {
    expect(
      [...cutAttribute('blur', [1, 2, 3, 4, 5, Number.POSITIVE_INFINITY, Number.NaN]).sliceOf].slice(5),
    ).toEqual([-1, -1]);
  });
});

describe('the test of a difference', () => {
  const outcome = (
    isIn: boolean,
    holds: boolean,
    count: number,
    name: string,
  ): [EvaluatedSearch, boolean][] =>
    Array.from({ length: count }, (_, place) => [mated(`${name}${place}`, holds ? 0.9 : 0.1), isIn]);
  const tested = (sides: [EvaluatedSearch, boolean][]): number | null => {
    const { people, hit } = searchTable(sides.map(([search]) => search));
    return differenceTest(people, {
      counts: () => true,
      isInSlice: (search) => sides[search]?.[1] ?? false,
      holds: (search) => (hit[search] ?? 0) >= 0.5,
    });
  };
  const sides = [
    ...outcome(true, true, 4, 'a'),
    ...outcome(true, false, 8, 'b'),
    ...outcome(false, true, 20, 'c'),
    ...outcome(false, false, 4, 'd'),
  ];

  it("is Fisher's where everybody has one photo", () => {
    const pValue = fisherExact({ successes: 4, trials: 12 }, { successes: 20, trials: 24 });
    expect(tested(sides)).toBeCloseTo(pValue, 12);
  });

  it('is no surer when everybody has five photos that fare alike', () => {
    const five = sides.flatMap(([search, isIn]) =>
      Array.from({ length: 5 }, (): [EvaluatedSearch, boolean] => [search, isIn]),
    );
    expect(tested(five)).toBeCloseTo(tested(sides) ?? 0, 12);
  });

  it('calls a fair difference significant about as often as it says, where plain counts would far more often', () => {
    const random = seededRandom(3);
    const runs = 300;
    const below = { corrected: 0, plain: 0 };
    for (let run = 0; run < runs; run++) {
      // Six photos each of 80 people, most of whom always fare the same, sorted into slices by a coin.
      const drawn = Array.from({ length: 80 }, (_, person) => {
        const isIn = random() < 0.5;
        const chance = random() < 0.3 ? 0.1 : 0.95;
        return Array.from({ length: 6 }, () => outcome(isIn, random() < chance, 1, `p${person} `)).flat();
      }).flat();
      const side = (isIn: boolean) => drawn.filter(([, where]) => where === isIn);
      const counted = (isIn: boolean) => ({
        successes: side(isIn).filter(([{ found }]) => (found?.bestScore ?? 0) >= 0.5).length,
        trials: side(isIn).length,
      });
      below.corrected += Number((tested(drawn) ?? 1) < 0.05);
      below.plain += Number(fisherExact(counted(true), counted(false)) < 0.05);
    }
    expect(below.corrected / runs).toBeLessThan(0.07);
    expect(below.plain / runs).toBeGreaterThan(0.2);
  });

  it('is not made with one person on a side', () => {
    expect(tested([...outcome(true, true, 1, 'a'), ...outcome(false, false, 5, 'b')])).toBeNull();
  });
});

/** 400 enrolled people and strangers; those of a camera are recognised, and named, by their own chance. */
function cameraTest(chances: { hit: number; named: number }): {
  searches: EvaluatedSearch[];
  attributes: Map<string, Record<string, string>>;
} {
  const random = seededRandom(11);
  const attributes = new Map<string, Record<string, string>>();
  const searches = Array.from({ length: 800 }, (_, place) => {
    const camera = place % 4 === 0 ? 'old' : 'new';
    const photo = `photo${place}`;
    attributes.set(photo, { camera });
    const chance = camera === 'old' ? chances : { hit: 0.95, named: 0.02 };
    if (place >= 400) return stranger(`s${place}`, random() < chance.named ? 0.7 : 0.1, { photo });
    const enrolledPhotoCount = 1 + (place % 3);
    return mated(`p${place}`, random() < chance.hit ? 0.9 : 0.2, { photo, enrolledPhotoCount });
  });
  return { searches, attributes };
}

describe('slices', () => {
  it('warn of the one that the threshold serves worse, and of no other', () => {
    const { searches, attributes } = cameraTest({ hit: 0.6, named: 0.2 });
    const { slices, warnings } = evaluationFindings(searches, 0.5, { ...quick, attributes });
    const camera = slices.find(({ attribute }) => attribute === 'camera');
    expect(
      camera?.rows.map(({ slice, matedSearches, nonMatedSearches }) => [
        slice,
        matedSearches,
        nonMatedSearches,
      ]),
    ).toEqual([
      ['new', 300, 300],
      ['old', 100, 100],
    ]);
    const [good, bad] = camera?.rows ?? [];
    expect(good?.warning).toBeUndefined();
    expect(bad?.warning).toMatch(
      /camera old unfairly: of enrolled people \d+\.\d %, against 9\d\.\d % of the others/,
    );
    expect(bad?.warning).toMatch(/of strangers \d+\.\d %, against \d\.\d % of the others, are named/);
    expect(bad?.dirDifference.high).toBeLessThan(0);
    expect(bad?.fpirDifference.low).toBeGreaterThan(0);
    expect(bad?.dir.value).toBeCloseTo((good?.dir.value ?? 0) + (bad?.dirDifference.value ?? 0), 12);
    expect(warnings.filter((warning) => warning.includes('unfairly'))).toHaveLength(1);
  });

  it('warn of nobody where all are served alike', () => {
    const { searches, attributes } = cameraTest({ hit: 0.95, named: 0.02 });
    const { warnings } = evaluationFindings(searches, 0.5, { ...quick, attributes });
    expect(warnings.filter((warning) => warning.includes('unfairly'))).toEqual([]);
  });

  it('are always made by enrolled photos, of enrolled people alone', () => {
    const { searches } = cameraTest({ hit: 0.95, named: 0.02 });
    const { slices } = evaluationFindings(searches, 0.5, quick);
    expect(slices).toHaveLength(1);
    expect(slices[0]).toMatchObject({ attribute: 'photos-per-person', unknownCount: 400 });
    expect(slices[0]?.rows.map(({ slice }) => slice)).toEqual(['1', '2', '3 or 4']);
    for (const row of slices[0]?.rows ?? [])
      expect(row).toMatchObject({
        nonMatedSearches: 0,
        fpir: { value: null },
        fpirDifference: { pValue: null },
      });
  });
});
