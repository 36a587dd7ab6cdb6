import { describe, expect, it } from 'vitest';
import { accuracyInterval, type PairOfPeople } from '../../../src/evaluation/pairs-interval.ts';
import { verificationAccuracy } from '../../../src/evaluation/verification.ts';
import { seededRandom } from '../../../src/numerics/random.ts';

const same = (person: string, score?: number): PairOfPeople => ({
  ...{ isSame: true, people: [person, person] },
  ...(score !== undefined && { score }),
});
const different = (first: string, second: string, score: number): PairOfPeople => ({
  ...{ isSame: false, people: [first, second], score },
});
const intervalOf = (folds: PairOfPeople[][], thresholds: number[]) =>
  accuracyInterval(
    folds,
    thresholds.map((threshold) => ({ threshold, accuracy: 0 })),
    { random: seededRandom(1), resampleCount: 1000 },
  );

describe('the interval of an accuracy over people', () => {
  it('is a point where every pair is judged rightly', () => {
    const fold = [same('A', 0.9), same('B', 0.8), different('A', 'B', 0.1)];
    expect(intervalOf([fold, fold], [0.5, 0.5])).toEqual({ low: 1, high: 1 });
  });

  it('is wide where all errors are of one person', () => {
    // Ten people; all pairs of A, same and different, are wrong. Drawn without A, all is right; with A twice, more is wrong.
    const others = 'BCDEFGHIJ'.split('');
    const fold = [
      ...others.map((name) => same(name, 0.9)),
      ...others.map((name) => different('A', name, 0.9)),
    ];
    const { low, high } = intervalOf([fold], [0.5]);
    expect(high).toBe(1);
    expect(low).toBeLessThan(0.3);
  });

  it('counts a pair of two people as often as one was drawn by the other', () => {
    // Fold of two people: each draw is AA, AB or BB. The different pair, wrong, counts only in AB, as one of three.
    const { low, high } = intervalOf([[same('A', 0.9), same('B', 0.9), different('A', 'B', 0.9)]], [0.5]);
    expect(low).toBeCloseTo(2 / 3, 12);
    expect(high).toBe(1);
  });

  it('judges a pair without a score as different', () => {
    expect(intervalOf([[same('A'), same('B')]], [0.5])).toEqual({ low: 0, high: 0 });
  });

  it('holds the accuracy of the whole test', () => {
    const folds = [0, 1, 2].map((f) => [
      ...Array.from({ length: 10 }, (_, n) => same(`${f} ${n}`, n === 0 ? 0.1 : 0.9)),
      ...Array.from({ length: 10 }, (_, n) => different(`${f} ${n}`, `${f} ${n + 1}`, n === 1 ? 0.9 : 0.1)),
    ]);
    const accuracy = verificationAccuracy(folds);
    const { low, high } = accuracyInterval(folds, accuracy.folds, {
      ...{ random: seededRandom(2), resampleCount: 1000 },
    });
    expect(accuracy.mean).toBe(0.9);
    expect(low).toBeLessThan(0.9);
    expect(high).toBeGreaterThan(0.9);
  });
});
