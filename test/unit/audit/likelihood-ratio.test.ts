import { describe, expect, it } from 'vitest';
import { fitLikelihoodRatio, logRatio } from '../../../src/audit/likelihood-ratio.ts';

const FALLBACK = { slope: 7, intercept: -1 };
const unweighted = (scores: readonly number[]) => ({ scores, weights: scores.map(() => 1) });
/** Scores around a centre, half of them on each side of it. */
const around = (centre: number, deviation: number, count: number) =>
  unweighted(Array.from({ length: count }, (_, i) => centre + (i % 2 === 0 ? deviation : -deviation)));

describe('the likelihood ratio of scores', () => {
  it('is that of two normal densities of one spread where there are few scores', () => {
    // (0.6 - 0.2) / 0.01 = 40, and 0 in the middle: -40 x 0.4 = -16.
    const ratio = fitLikelihoodRatio(around(0.6, 0.1, 20), around(0.2, 0.1, 20), FALLBACK);
    expect(ratio.slope).toBeCloseTo(40, 9);
    expect(ratio.intercept).toBeCloseTo(-16, 9);
    expect(logRatio(ratio, 0.5)).toBeCloseTo(4, 9);
  });

  it('does not depend on how many scores there are of each kind', () => {
    const even = fitLikelihoodRatio(around(0.6, 0.1, 20), around(0.2, 0.1, 20), FALLBACK);
    const uneven = fitLikelihoodRatio(around(0.6, 0.1, 20), around(0.2, 0.1, 2000), FALLBACK);
    expect(uneven.slope).toBeCloseTo(even.slope, 9);
  });

  it('passes scores over that weigh nothing', () => {
    const same = around(0.6, 0.1, 20);
    const spoilt = { scores: [...same.scores, -1], weights: [...same.weights, 0] };
    expect(fitLikelihoodRatio(spoilt, around(0.2, 0.1, 20), FALLBACK)).toEqual(
      fitLikelihoodRatio(same, around(0.2, 0.1, 20), FALLBACK),
    );
  });

  it('is even where many scores of both kinds are equally common, by regression', () => {
    const ratio = fitLikelihoodRatio(around(0.5, 0.2, 2000), around(0.3, 0.2, 2000), FALLBACK);
    expect(ratio.slope).toBeGreaterThan(0);
    expect(logRatio(ratio, 0.4)).toBeCloseTo(0, 3);
  });

  it.each([
    ['fewer than ten scores', around(0.6, 0.1, 9), around(0.2, 0.1, 50)],
    ['one person scoring lower than two', around(0.2, 0.1, 50), around(0.6, 0.1, 50)],
    ['no scores at all', unweighted([]), unweighted([])],
  ])('falls back for %s', (_, same, different) => {
    expect(fitLikelihoodRatio(same, different, FALLBACK)).toBe(FALLBACK);
  });
});
