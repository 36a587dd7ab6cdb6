import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityTable,
} from '../../../src/evaluation/reliability.ts';

const stated = (...pairs: [number, boolean][]) =>
  pairs.map(([probability, isRight]) => ({ probability, isRight }));

describe('reliability', () => {
  it('follows a case worked by hand', () => {
    const four = stated([0.9, true], [0.1, false], [0.3, true], [0.7, true]);
    expect(reliabilityTable(four, 2)).toEqual([
      { low: 0.1, high: 0.3, count: 2, meanProbability: 0.2, shareRight: 0.5 },
      { low: 0.7, high: 0.9, count: 2, meanProbability: expect.closeTo(0.8, 12), shareRight: 1 },
    ]);
    expect(expectedCalibrationError(four, 2)).toBeCloseTo((0.3 + 0.2) / 2, 12);
    expect(brierScore(four)).toBeCloseTo((0.01 + 0.01 + 0.49 + 0.09) / 4, 12);
    expect(logLoss(four)).toBeCloseTo(-(2 * Math.log(0.9) + Math.log(0.3) + Math.log(0.7)) / 4, 12);
  });

  it('keeps every statement once, in bins whose sizes differ by one where probabilities differ', () => {
    const probabilities = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(probabilities, fc.integer({ min: 1, max: 15 }), (drawn, binCount) => {
        const table = reliabilityTable(
          drawn.map((value) => ({ probability: value / 1000, isRight: value % 2 === 0 })),
          binCount,
        );
        const counts = table.map(({ count }) => count);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(drawn.length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keeps equal probabilities in one bin', () => {
    expect(reliabilityTable(stated([0.5, true], [0.5, false], [0.5, true], [0.9, true]), 4)).toHaveLength(2);
  });

  it('has no infinite loss, and refuses no statements', () => {
    expect(logLoss(stated([1, false]))).toBeCloseTo(15 * Math.log(10), 6);
    const empty = expect.objectContaining({ code: 'EVALUATION_EMPTY' });
    for (const figure of [brierScore, logLoss, expectedCalibrationError])
      expect(() => figure([])).toThrowError(empty);
  });
});
