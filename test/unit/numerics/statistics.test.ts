import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile, incompleteBeta, logGamma } from '../../../src/numerics/beta.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import {
  bootstrapInterval,
  clopperPearsonInterval,
  mean,
  quantile,
  standardDeviation,
  wilsonInterval,
} from '../../../src/numerics/statistics.ts';

describe('beta functions', () => {
  it('know the logarithms of small factorials and of the square root of pi', () => {
    expect(logGamma(6)).toBeCloseTo(Math.log(120), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
  });

  it('follow x^a for Beta(a, 1) and the binomial sum for whole numbers', () => {
    expect(incompleteBeta(0.3, 2.5, 1)).toBeCloseTo(0.3 ** 2.5, 13);
    // I_0.25(2, 3) is the chance of at least 2 of 4 at 0.25: 1 - 0.75^4 - 4 x 0.25 x 0.75^3.
    expect(incompleteBeta(0.25, 2, 3)).toBeCloseTo(1 - 0.75 ** 4 - 0.75 ** 3, 13);
  });

  it('stay exact for hundreds of thousands of trials', () => {
    expect(incompleteBeta(0.5, 200_000, 200_000)).toBeCloseTo(0.5, 9);
  });

  it('are undone by the quantile', () => {
    const shape = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), shape, shape, (p, a, b) => {
        expect(incompleteBeta(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 8);
      }),
    );
  });
});

describe('Clopper and Pearson', () => {
  it('closes at 1 - 0.025^(1/n) when none of n is seen', () => {
    expect(clopperPearsonInterval(0, 20)).toEqual({
      low: 0,
      high: expect.closeTo(1 - 0.025 ** (1 / 20), 12),
    });
  });

  it('gives the published interval for 8 of 10', () => {
    const { low, high } = clopperPearsonInterval(8, 10);
    expect(low).toBeCloseTo(0.4439, 4);
    expect(high).toBeCloseTo(0.9748, 4);
  });

  it('knows nothing without trials', () => {
    expect(clopperPearsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('is the mirror image for failures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const hit = clopperPearsonInterval(share * n, n);
          const miss = clopperPearsonInterval(n - share * n, n);
          expect(hit.low).toBeCloseTo(1 - miss.high, 9);
          expect(hit.low).toBeLessThanOrEqual(share + 1e-12);
          expect(hit.high).toBeGreaterThanOrEqual(share - 1e-12);
        },
      ),
    );
  });
});

describe('Wilson', () => {
  it('gives 0.4902 to 0.9433 for 8 of 10', () => {
    const { low, high } = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it('touches 0 and 1 where all or none are seen', () => {
    expect(wilsonInterval(0, 7).low).toBe(0);
    expect(wilsonInterval(7, 7).high).toBe(1);
  });
});

describe('mean, spread and quantiles', () => {
  it('agree with a sum by hand', () => {
    expect(mean([2, 4, 9])).toBe(5);
    expect(standardDeviation([2, 4, 9])).toBeCloseTo(Math.sqrt((9 + 1 + 16) / 2), 14);
    expect(standardDeviation([3])).toBe(0);
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  });

  it('refuse no values', () => {
    expect(() => mean([])).toThrow(RangeError);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('the bootstrap', () => {
  const values = Array.from({ length: 200 }, (_, i) => i % 10);
  const interval = (seed: number) =>
    bootstrapInterval([200], ([drawn = new Int32Array()]) => mean([...drawn].map((i) => values[i] ?? 0)), {
      random: seededRandom(seed),
      resampleCount: 2000,
    });

  it('comes close to 1.96 standard errors of a mean', () => {
    const spread = (1.96 * standardDeviation(values)) / Math.sqrt(200);
    expect(interval(1).low).toBeCloseTo(4.5 - spread, 1);
    expect(interval(1).high).toBeCloseTo(4.5 + spread, 1);
  });

  it('gives the same interval for the same seed', () => {
    expect(interval(7)).toEqual(interval(7));
  });

  it('draws each stratum from itself', () => {
    const lengths = new Set<string>();
    const options = { random: seededRandom(3), resampleCount: 50 };
    bootstrapInterval(
      [3, 0, 5],
      (drawn) => {
        lengths.add(drawn.map((stratum) => stratum.length).join());
        return drawn.every((stratum, s) => stratum.every((g) => g < ([3, 0, 5][s] ?? 0))) ? 1 : 0;
      },
      options,
    );
    expect([...lengths]).toEqual(['3,0,5']);
  });
});
