import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExact } from '../../../src/numerics/fisher-exact.ts';
import { holmCorrected } from '../../../src/numerics/holm.ts';
import { mcNemarExact } from '../../../src/numerics/mcnemar.ts';

describe("Fisher's exact test", () => {
  it('is that of the lady tasting tea, 3 of 4 right: 34 of 70 splits are as unlikely', () => {
    const pValue = fisherExact({ successes: 3, trials: 4 }, { successes: 1, trials: 4 });
    expect(pValue).toBeCloseTo(34 / 70, 10);
  });

  it('sums the one split that is as unlikely as 0 of 3 against 3 of 3', () => {
    expect(fisherExact({ successes: 0, trials: 3 }, { successes: 3, trials: 3 })).toBeCloseTo(2 / 20, 10);
  });

  it('is 1 where nothing or everything succeeds', () => {
    expect(fisherExact({ successes: 0, trials: 5 }, { successes: 0, trials: 7 })).toBe(1);
    expect(fisherExact({ successes: 5, trials: 5 }, { successes: 7, trials: 7 })).toBeCloseTo(1, 10);
  });

  it('does not depend on which side comes first, nor on what is called a success', () => {
    const side = fc
      .tuple(fc.nat(12), fc.nat(12))
      .map(([a, b]) => ({ successes: Math.min(a, b), trials: Math.max(a, b) }));
    const failures = ({ successes, trials }: { successes: number; trials: number }) => ({
      successes: trials - successes,
      trials,
    });
    fc.assert(
      fc.property(side, side, (one, two) => {
        const pValue = fisherExact(one, two);
        expect(fisherExact(two, one)).toBeCloseTo(pValue, 9);
        expect(fisherExact(failures(one), failures(two))).toBeCloseTo(pValue, 9);
      }),
    );
  });
});

describe("McNemar's exact test", () => {
  it('is twice the chance of at most 1 head in 6 tosses for 1 against 5', () => {
    expect(mcNemarExact(1, 5)).toBeCloseTo((2 * 7) / 64, 12);
    expect(mcNemarExact(5, 1)).toBeCloseTo((2 * 7) / 64, 12);
  });

  it('is 2 in 2^n where one side has all n', () => {
    expect(mcNemarExact(0, 10)).toBeCloseTo(2 / 1024, 12);
  });

  it('is 1 for an even split, none against none included', () => {
    expect([mcNemarExact(0, 0), mcNemarExact(4, 4)]).toEqual([1, 1]);
  });
});

describe("Holm's correction", () => {
  it('multiplies the least by how many there are, the next by one fewer, and never falls', () => {
    // 3 x 0.01, then max(0.03, 2 x 0.012), then 0.5.
    expect(holmCorrected([0.5, 0.01, 0.012])).toEqual([0.5, 0.03, 0.03]);
  });

  it('stays at most 1 and keeps the order of what it is given', () => {
    const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(pValues, (given) => {
        const corrected = holmCorrected(given);
        given.forEach((pValue, i) => {
          expect(corrected[i]).toBeGreaterThanOrEqual(pValue);
          expect(corrected[i]).toBeLessThanOrEqual(1);
          given.forEach((other, j) => {
            if (pValue < other) expect(corrected[i]).toBeLessThanOrEqual(corrected[j] as number);
          });
        });
      }),
    );
  });
});
