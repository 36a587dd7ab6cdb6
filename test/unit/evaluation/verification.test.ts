import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracyAt,
  equalErrorRate,
  type ScoredPair,
  tarAtFar,
  verificationAccuracy,
} from '../../../src/evaluation/verification.ts';

const same = (...scores: number[]): ScoredPair[] => scores.map((score) => ({ isSame: true, score }));
const different = (...scores: number[]): ScoredPair[] => scores.map((score) => ({ isSame: false, score }));

describe('accuracy over folds', () => {
  it('judges each fold by the threshold of the others', () => {
    const folds = [
      [...same(0.8, 0.6), ...different(0.1, 0.3)],
      [...same(0.7, 0.2), ...different(0.4, 0.0)],
    ];
    const { mean, standardError, folds: results } = verificationAccuracy(folds);
    // Fold 1 is judged at the first best middle of fold 2: 0.1 and 0.55 both get 3 of 4, the lower is 0.1, which lets both different pairs through.
    expect(results[0]).toEqual({ threshold: expect.closeTo(0.1, 12), accuracy: 2 / 4 });
    expect(results[1]).toEqual({ threshold: expect.closeTo(0.45, 12), accuracy: 3 / 4 });
    expect(mean).toBe(0.625);
    expect(standardError).toBeCloseTo(0.125, 12);
  });

  it('has the standard error of the fold accuracies', () => {
    const right = [...same(1), ...different(0)];
    const wrong = [...same(0), ...different(1)];
    // Three folds right, one wrong: the others of each have a majority of right pairs.
    const { mean, standardError } = verificationAccuracy([right, right, right, wrong]);
    expect(mean).toBe(0.75);
    expect(standardError).toBeCloseTo(Math.sqrt((3 * 0.0625 + 0.5625) / 3) / 2, 12);
  });

  it('says that a pair without a score is different, at every threshold', () => {
    const pairs: ScoredPair[] = [{ isSame: true }, { isSame: false }];
    expect(accuracyAt(pairs, -1)).toBe(0.5);
  });

  it('needs two folds with pairs', () => {
    expect(() => verificationAccuracy([same(1)])).toThrow(
      expect.objectContaining({ code: 'EVALUATION_EMPTY' }),
    );
    expect(() => verificationAccuracy([same(1), []])).toThrow(
      expect.objectContaining({ code: 'EVALUATION_EMPTY' }),
    );
  });
});

describe('TAR at FAR', () => {
  const pairs = [...same(0.9, 0.8, 0.5, 0.2), ...different(0.6, 0.4, 0.3, 0.1)];

  it('accepts what lies above the scores that the FAR does not let through', () => {
    expect(tarAtFar(pairs, 0).tar).toBe(2 / 4);
    expect(tarAtFar(pairs, 0.25).tar).toBe(3 / 4);
    expect(tarAtFar(pairs, 1).tar).toBe(1);
  });

  it('is measurable only with three different pairs over the FAR', () => {
    expect(tarAtFar(pairs, 0.75).isMeasurable).toBe(true);
    expect(tarAtFar(pairs, 0.5).isMeasurable).toBe(false);
  });

  it('never rises as the FAR falls', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (a, b) => {
        expect(tarAtFar(pairs, Math.min(a, b)).tar).toBeLessThanOrEqual(tarAtFar(pairs, Math.max(a, b)).tar);
      }),
    );
  });

  it('never accepts a pair without a score', () => {
    expect(tarAtFar([{ isSame: true }, ...same(0.5), ...different(0.1)], 1).tar).toBe(0.5);
  });
});

describe('the equal error rate', () => {
  it('is 0 for scores that part', () => {
    expect(equalErrorRate([...same(0.7, 0.8), ...different(0.1, 0.2)])).toEqual({ rate: 0, threshold: 0.7 });
  });

  it('is 1/4 where one of four crosses on each side', () => {
    const pairs = [...same(0.9, 0.8, 0.7, 0.3), ...different(0.6, 0.2, 0.1, 0.0)];
    expect(equalErrorRate(pairs)).toEqual({ rate: 0.25, threshold: 0.6 });
  });

  it('needs both kinds of pair', () => {
    expect(() => equalErrorRate(same(0.5))).toThrow(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
  });
});
