import { describe, expect, it } from 'vitest';
import { learnConfidently } from '../../../src/audit/confident-learning.ts';

const item = (label: number, ...probabilities: number[]) => ({
  label,
  probabilities: new Map(probabilities.map((probability, place) => [place, probability])),
});

/** Thresholds by hand: class 0 (0.9 + 0.7 + 0.2) / 3 = 0.6; class 1 (0.8 + 0.4) / 2 = 0.6. */
const ITEMS = [item(0, 0.9, 0.1), item(0, 0.7, 0.3), item(0, 0.2, 0.8), item(1, 0.2, 0.8), item(1, 0.6, 0.4)];

describe('confident learning', () => {
  it('counts an item in the class whose mean self-confidence it reaches', () => {
    expect(learnConfidently(ITEMS).map(({ counted }) => counted)).toEqual([0, 0, 1, 1, 0]);
  });

  it('takes what is counted in another class than its label for an issue', () => {
    expect(learnConfidently(ITEMS).map(({ isIssue }) => isIssue)).toEqual([false, false, true, false, true]);
  });

  it('counts an item in no class where it is confident of none', () => {
    const [, unsure] = learnConfidently([item(0, 0.9, 0.1), item(0, 0.3, 0.3), item(1, 0.1, 0.9)]);
    expect(unsure).toEqual({ isIssue: false, margin: 0 });
  });

  it('takes the likelier of two confident classes', () => {
    const [both] = learnConfidently([item(0, 0.55, 0.45), item(1, 0.6, 0.4), item(0, 0.5, 0.1)]);
    expect(both?.counted).toBe(0);
  });

  it('ranks by the margin of the label over the best other class', () => {
    expect(learnConfidently(ITEMS).map(({ margin }) => Number(margin.toFixed(6)))).toEqual([
      0.8, 0.4, -0.6, 0.6, -0.2,
    ]);
  });
});
