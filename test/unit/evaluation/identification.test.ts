import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapByPerson } from '../../../src/evaluation/bootstrap.ts';
import { auroc, cmc, dir, dirAtFpir, fnir, fpir } from '../../../src/evaluation/identification.ts';
import type { SearchRecord } from '../../../src/evaluation/search-record.ts';
import { seededRandom, shuffled } from '../../../src/numerics/random.ts';

function mated(person: string, rank: number, score: number, best = score): SearchRecord {
  return { person, isMated: true, found: { bestScore: best, mate: { rank, score } } };
}

function stranger(person: string, bestScore: number): SearchRecord {
  return { person, isMated: false, found: { bestScore } };
}

// Enrolled: right at 0.9, right at 0.6, right at 0.4, second behind a wrong 0.8, no face. Strangers: 0.7, 0.5, 0.3, no face.
const searches: SearchRecord[] = [
  mated('a', 1, 0.9),
  mated('b', 1, 0.6),
  mated('c', 1, 0.4),
  mated('d', 2, 0.75, 0.8),
  { person: 'e', isMated: true },
  stranger('p', 0.7),
  stranger('q', 0.5),
  stranger('r', 0.3),
  { person: 's', isMated: false },
];

describe('the worked example', () => {
  it('has a stranger without a face rejected and one at the threshold named', () => {
    expect(fpir(searches, 0.5)).toBe(2 / 4);
    expect(fpir(searches, Number.NEGATIVE_INFINITY)).toBe(3 / 4);
  });

  it('counts a wrong person above, a low score and no face as misses', () => {
    expect(dir(searches, { rank: 1, threshold: 0.5 })).toBe(2 / 5);
    expect(dir(searches, { rank: 2, threshold: 0.5 })).toBe(3 / 5);
    expect(fnir(searches, { rank: 1, threshold: 0.5 })).toBe(3 / 5);
  });

  it('has its CMC start at rank 1 and never count a photo without a face', () => {
    expect(cmc(searches, 3)).toEqual([3 / 5, 4 / 5, 4 / 5]);
  });

  it('takes the lowest threshold that keeps the FPIR', () => {
    const quarter = dirAtFpir(searches, 0.25);
    expect(quarter.threshold).toBeCloseTo(0.5, 6);
    expect(quarter.threshold).toBeGreaterThan(0.5);
    expect(quarter.dir).toBe(2 / 5);
    expect(dirAtFpir(searches, 0).dir).toBe(1 / 5);
    expect(dirAtFpir(searches, 1).dir).toBe(3 / 5);
  });

  it('is measurable only with three strangers over the rate', () => {
    expect(dirAtFpir(searches, 0.75).isMeasurable).toBe(true);
    expect(dirAtFpir(searches, 0.5).isMeasurable).toBe(false);
  });

  it('has an AUROC counted pair by pair', () => {
    // Best scores 0.9, 0.6, 0.4, 0.8, none against 0.7, 0.5, 0.3, none: 4 + 3 + 2 + 4 wins and half for none against none.
    expect(auroc(searches)).toBeCloseTo(13.5 / 20, 12);
  });

  it('cannot be measured without the kind of search it needs', () => {
    const empty = expect.objectContaining({ code: 'EVALUATION_EMPTY' });
    expect(() => fpir(searches.slice(0, 5), 0.5)).toThrow(empty);
    expect(() => dir(searches.slice(5), { rank: 1, threshold: 0 })).toThrow(empty);
  });
});

const score = fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10);
const someSearch = fc
  .record({
    isMated: fc.boolean(),
    hasFace: fc.boolean(),
    rank: fc.integer({ min: 1, max: 4 }),
    score,
    extra: score,
  })
  .map(({ isMated, hasFace, rank, score: found, extra }): SearchRecord => {
    const person = 'z';
    if (!hasFace) return { person, isMated };
    if (!isMated) return stranger(person, found);
    return mated(person, rank, found, rank === 1 ? found : found + Math.abs(extra));
  });
const someSearches = fc
  .array(someSearch, { minLength: 1, maxLength: 40 })
  .map((list): SearchRecord[] => [...list, mated('x', 1, 0.5), stranger('y', 0.2)]);

describe('laws', () => {
  it('FPIR and DIR never rise with the threshold, and DIR never falls with the rank', () => {
    fc.assert(
      fc.property(someSearches, score, score, (list, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(fpir(list, high)).toBeLessThanOrEqual(fpir(list, low));
        expect(dir(list, { rank: 1, threshold: high })).toBeLessThanOrEqual(
          dir(list, { rank: 1, threshold: low }),
        );
        expect(dir(list, { rank: 1, threshold: a })).toBeLessThanOrEqual(
          dir(list, { rank: 2, threshold: a }),
        );
      }),
    );
  });

  it('FNIR + DIR = 1', () => {
    fc.assert(
      fc.property(someSearches, score, fc.integer({ min: 1, max: 5 }), (list, threshold, rank) => {
        expect(fnir(list, { rank, threshold }) + dir(list, { rank, threshold })).toBeCloseTo(1, 12);
      }),
    );
  });

  it('the threshold for an FPIR keeps it, and 2e-9 lower would not unless all may pass', () => {
    fc.assert(
      fc.property(someSearches, fc.double({ min: 0, max: 1, noNaN: true }), (list, wanted) => {
        const { threshold } = dirAtFpir(list, wanted);
        expect(fpir(list, threshold)).toBeLessThanOrEqual(wanted + 1e-9);
        if (Number.isFinite(threshold)) expect(fpir(list, threshold - 2e-9)).toBeGreaterThan(wanted - 1e-9);
      }),
    );
  });

  it('no metric depends on the order of the searches', () => {
    fc.assert(
      fc.property(someSearches, fc.integer(), (list, seed) => {
        const mixed = shuffled(list, seededRandom(seed));
        expect(auroc(mixed)).toBeCloseTo(auroc(list), 12);
        expect(cmc(mixed, 3)).toEqual(cmc(list, 3));
        expect(dirAtFpir(mixed, 0.1)).toEqual(dirAtFpir(list, 0.1));
      }),
    );
  });

  it('the AUROC of reversed scores is 1 - AUROC', () => {
    const faces = someSearches.map((list) => list.filter((search) => search.found));
    fc.assert(
      fc.property(faces, (list) => {
        const reversed = list.map((search) => ({
          ...search,
          found: { ...search.found, bestScore: -(search.found?.bestScore ?? 0) },
        }));
        expect(auroc(reversed)).toBeCloseTo(1 - auroc(list), 12);
      }),
    );
  });
});

describe('the bootstrap over people', () => {
  const options = () => ({ random: seededRandom(2), resampleCount: 500 });

  it('holds the rate inside its interval and repeats with the seed', () => {
    const list = Array.from({ length: 100 }, (_, i) => mated(`p${i}`, i % 4 === 0 ? 2 : 1, 0.5));
    const rate = (items: readonly SearchRecord[]) => dir(items, { rank: 1, threshold: 0 });
    const estimate = bootstrapByPerson(list, rate, options());
    expect(estimate.rate).toBe(0.75);
    // 1.96 x sqrt(0.75 x 0.25 / 100) = 0.085.
    expect(estimate.low).toBeCloseTo(0.665, 1);
    expect(estimate.high).toBeCloseTo(0.835, 1);
    expect(bootstrapByPerson(list, rate, options())).toEqual(estimate);
  });

  it('is wider when photos come four to a person who always fares the same', () => {
    const photos = (perPerson: number) =>
      Array.from({ length: 100 }, (_, i) => {
        const person = Math.floor(i / perPerson);
        return mated(`p${person}`, person % 2 === 0 ? 1 : 2, 0.5);
      });
    const width = (perPerson: number) => {
      const { low, high } = bootstrapByPerson(
        photos(perPerson),
        (items) => dir(items, { rank: 1, threshold: 0 }),
        options(),
      );
      return high - low;
    };
    expect(width(4)).toBeGreaterThan(1.5 * width(1));
  });

  it('keeps both kinds of search in every draw', () => {
    const list = [mated('a', 1, 0.5), stranger('b', 0.4)];
    expect(bootstrapByPerson(list, auroc, options())).toEqual({ rate: 1, low: 1, high: 1 });
  });
});
