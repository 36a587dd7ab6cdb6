import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../src/evaluation/comparison/compare-runs.ts';
import type { EvaluatedSearch } from '../../../../src/evaluation/evaluated-search.ts';
import { evaluationFindings } from '../../../../src/evaluation/findings.ts';
import { mcNemarExact } from '../../../../src/numerics/mcnemar.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';
import { mated, stranger } from '../../../support/evaluated-searches.ts';

const quick = { resampleCount: 200 };

/** 60 people; the later run finds all that the earlier one finds, and six more. */
function run(isLater: boolean): EvaluatedSearch[] {
  const random = seededRandom(4);
  const known = Array.from({ length: 60 }, (_, place) => {
    const rank = place % 5 === 0 && !(isLater && place % 10 === 0) ? 2 : 1;
    return mated(`p${place}`, 0.6 + 0.3 * random(), { rank, photo: `k${place}` });
  });
  const others = Array.from({ length: 60 }, (_, place) =>
    stranger(`s${place}`, isLater && place < 3 ? 0.55 : 0.1 + 0.3 * random(), { photo: `u${place}` }),
  );
  return [...known, ...others];
}

const first = { searches: run(false), threshold: 0.5 };
const second = { searches: run(true), threshold: 0.5 };

describe('two runs over the same photos', () => {
  const comparison = compareRuns(first, second, quick);
  const difference = (key: string) => comparison.differences.find((one) => one.key === key);

  it('differ by what their own figures differ', () => {
    const [before, after] = [first, second].map(({ searches, threshold }) =>
      evaluationFindings(searches, threshold, quick),
    );
    comparison.differences.forEach((one, place) => {
      expect(one.first).toBe(before?.figures[place]?.value);
      expect(one.second).toBe(after?.figures[place]?.value);
    });
    expect(difference('rank1')?.difference.value).toBeCloseTo(0.1, 12);
  });

  it('clearly differ where one never does worse, though their own intervals overlap', () => {
    expect(difference('rank1')).toMatchObject({ isClear: true });
    const rank1 = ({ searches, threshold }: typeof first) =>
      evaluationFindings(searches, threshold, quick).figures.find(({ key }) => key === 'rank1');
    expect(rank1(first)?.high).toBeGreaterThan(rank1(second)?.low ?? 1);
    expect(difference('rank1')?.difference.low).toBeGreaterThan(0);
  });

  it('have FNIR move as DIR does, the other way', () => {
    const [hit, miss] = [difference('dir_at_threshold'), difference('fnir_at_threshold')];
    expect(miss?.difference.value).toBeCloseTo(-(hit?.difference.value ?? 0), 12);
    expect(miss?.difference.low).toBeCloseTo(-(hit?.difference.high ?? 0), 12);
    expect(miss?.isClear).toBe(hit?.isClear);
  });

  it('are counted photo by photo for McNemar', () => {
    expect(comparison.rank1).toEqual({
      onlyFirstRight: 0,
      onlySecondRight: 6,
      bothRight: 48,
      bothWrong: 6,
      pValue: mcNemarExact(0, 6),
    });
    expect(comparison.strangersRefused).toMatchObject({
      onlyFirstRight: 3,
      onlySecondRight: 0,
      bothRight: 57,
    });
  });

  it('turn signs when they change places', () => {
    const back = compareRuns(second, first, quick);
    comparison.differences.forEach(({ difference: { value } }, place) => {
      expect(back.differences[place]?.difference.value ?? 0).toBeCloseTo(-(value ?? 0), 12);
    });
    expect(back.rank1?.pValue).toBe(comparison.rank1?.pValue);
  });

  it('that are one run do not differ at all', () => {
    const same = compareRuns(first, first, quick);
    for (const {
      difference: { value, low, high },
      isClear,
    } of same.differences) {
      expect([value, low, high].filter((number) => number !== null && number !== 0)).toEqual([]);
      expect(isClear).toBe(false);
    }
    expect(same.rank1?.pValue).toBe(1);
  });

  it('are compared on the photos of both, in whatever order', () => {
    const shuffled = { ...second, searches: [...second.searches].reverse().slice(0, 100) };
    const part = compareRuns(first, shuffled, quick);
    expect(part).toMatchObject({ photosInBoth: 100, photosOnlyInFirst: 20, photosOnlyInSecond: 0 });
  });

  it('use their own thresholds', () => {
    const strict = compareRuns(first, { ...second, threshold: 0.58 }, quick);
    expect(strict.strangersRefused).toMatchObject({ onlyFirstRight: 0, bothRight: 60 });
  });

  it('without strangers have no test of strangers', () => {
    const known = first.searches.filter(({ isMated }) => isMated);
    const part = compareRuns({ ...first, searches: known }, { ...first, searches: known }, quick);
    expect(part.strangersRefused).toBeNull();
    expect(part.differences.find(({ key }) => key === 'realised_fpir')?.difference.value).toBeNull();
  });

  it('are refused where they share no photo, or disagree on who is in one', () => {
    const others = first.searches.map((search) => ({ ...search, photo: `other ${search.photo}` }));
    expect(() => compareRuns(first, { ...second, searches: others })).toThrow(
      expect.objectContaining({ code: 'EVALUATION_EMPTY' }),
    );
    const renamed = second.searches.map((search) =>
      search.photo === 'k7' ? { ...search, person: 'q' } : search,
    );
    expect(() => compareRuns(first, { ...second, searches: renamed })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('k7') }),
    );
  });
});
