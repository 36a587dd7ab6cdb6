import { describe, expect, it } from 'vitest';
import { learningStatement } from '../../../src/toolkit/learning-statement.ts';

const judged = (dirAt1Percent: number | null, map5: number) => ({
  ...{ rank1: 1, auroc: null, dirAt1Percent, map5 },
});

describe('learningStatement', () => {
  it('gives the estimate of the round that was kept, not of the last', () => {
    const leakFree = [judged(0.9, 0.95), judged(0.92, 0.96), judged(0.91, 0.99)];
    expect(learningStatement({ faceCount: 1, roundCount: 1, acceptedCount: 1, leakFree })).toBe(
      '1 face of the photos joined the templates in 1 round. Held-out photos: DIR at FPIR 1 % 0.9000 before, 0.9200 after; MAP@5 0.9500 before, 0.9600 after.',
    );
  });

  it('leaves out DIR where no stranger is known', () => {
    const leakFree = [judged(null, 0.95), judged(null, 0.96)];
    expect(learningStatement({ faceCount: 2, roundCount: 1, acceptedCount: 2, leakFree })).toBe(
      '2 faces of the photos joined the templates in 1 round. Held-out photos: MAP@5 0.9500 before, 0.9600 after.',
    );
  });

  it.each([
    ['photos cannot be held out', { acceptedCount: 3, leakFree: [] }, 'nobody has two that differ'],
    [
      'no face was sure enough',
      { acceptedCount: 0, leakFree: [judged(0.9, 0.9), judged(0.9, 0.9)] },
      'no score is sure enough',
    ],
    [
      'the estimate did not rise',
      { acceptedCount: 5, leakFree: [judged(0.9, 0.9), judged(0.8, 0.9)] },
      'not named better with them (DIR at FPIR 1 % 0.9000 before, 0.8000 after; MAP@5 0.9000 before, 0.9000 after)',
    ],
  ])('says that no face joined, and why: %s', (_, found, says) => {
    const statement = learningStatement({ faceCount: 0, roundCount: 0, ...found });
    expect(statement).toMatch(/^No face of the photos joined the templates: .*\.$/);
    expect(statement).toContain(says);
  });
});
