import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPairs, PairRates } from '../../../../src/evaluation/protocols/pair-rates.ts';

function ratesOf(same: number[], different: number[], fars: number[]) {
  const rates = new PairRates({ same: same.length, different: different.length }, fars);
  for (const score of same) rates.addSame(score);
  for (const score of different) rates.addDifferent(score);
  return rates.rates();
}

describe('verification rates of a stream of pairs', () => {
  it('accept what lies above the first different pair that the FAR does not let through', () => {
    const rates = ratesOf([0.875, 0.75, 0.5, 0.25], [0.625, 0.375, 0.125, 0], [0, 0.25, 0.5]);
    expect(rates).toEqual([
      { far: 0, refused: 0.625, tar: 2 / 4 },
      { far: 0.25, refused: 0.375, tar: 3 / 4 },
      { far: 0.5, refused: 0.125, tar: 4 / 4 },
    ]);
  });

  it('let through the rate times the different pairs, rounded', () => {
    // 0.3 x 5 = 1.5 rounds to 2: the third different pair is the first refused.
    expect(ratesOf([0.5], [0.9, 0.8, 0.25, 0.1, 0], [0.3])[0]?.refused).toBe(0.25);
  });

  it('refuse pairs without a score at every threshold', () => {
    const rates = new PairRates({ same: 2, different: 2 }, [0.5]);
    rates.addSame(0.5);
    rates.addDifferent(0.25);
    expect(rates.rates()).toEqual([{ far: 0.5, refused: Number.NEGATIVE_INFINITY, tar: 0.5 }]);
  });

  it('are those of all pairs sorted', () => {
    const scores = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(scores, scores, fc.double({ min: 0, max: 0.9, noNaN: true }), (same, different, far) => {
        const refused = [...different].sort((a, b) => b - a)[Math.round(far * different.length)];
        const accepted = same.filter((score) => score > (refused ?? Number.NEGATIVE_INFINITY)).length;
        expect(ratesOf(same, different, [far])[0]?.tar).toBe(accepted / same.length);
      }),
    );
  });
});

describe('the pairs of some photos', () => {
  it('are counted by person', () => {
    // A 3, B 2, C 1: 3 + 1 same of 15.
    expect(countPairs(['A', 'B', 'A', 'C', 'A', 'B'])).toEqual({ same: 4, different: 11 });
  });
});
