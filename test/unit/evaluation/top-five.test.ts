import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanAveragePrecisionAt5, topFiveLabels } from '../../../src/evaluation/top-five.ts';

const candidates = ['a', 'b', 'c', 'd', 'e'].map((identity, i) => ({ identity, score: 0.6 - i / 10 }));

describe('the five labels of a photo', () => {
  it('begin with unknown below the threshold', () => {
    expect(topFiveLabels(candidates, { label: '1000', threshold: 0.7 })).toEqual([
      '1000',
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('have unknown second at or above the threshold', () => {
    expect(topFiveLabels(candidates, { label: '1000', threshold: 0.6 })).toEqual([
      'a',
      '1000',
      'b',
      'c',
      'd',
    ]);
  });

  it('have unknown where what a rejector says puts it, whatever the best score is', () => {
    const unknown = { label: '1000', threshold: 3 };
    expect(topFiveLabels(candidates, { ...unknown, acceptance: 3 })[1]).toBe('1000');
    expect(topFiveLabels(candidates, { ...unknown, acceptance: 2.9 })[0]).toBe('1000');
  });

  it('are unknown alone for a photo without a face', () => {
    expect(topFiveLabels([], { label: 'unknown', threshold: 0.5 })).toEqual(['unknown']);
  });

  it('refuse a person called like the stranger', () => {
    expect(() => topFiveLabels(candidates, { label: 'c', threshold: 0.5 })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  it('are five and distinct whenever there are four people', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 4, maxLength: 9 }),
        fc.float(),
        (names, threshold) => {
          const list = names.map((name, i) => ({ identity: `x${name}`, score: 1 - i }));
          const labels = topFiveLabels(list, { label: 'unknown', threshold });
          expect(new Set(labels).size).toBe(5);
          expect(labels).toContain('unknown');
        },
      ),
    );
  });
});

describe('MAP@5', () => {
  it('is the mean of 1 / rank, and 0 past the fifth', () => {
    const labels = ['a', 'b', 'c', 'd', 'e', 'f'];
    const rows = ['a', 'b', 'e', 'f'].map((truth) => ({ truth, labels }));
    expect(meanAveragePrecisionAt5(rows)).toBeCloseTo((1 + 1 / 2 + 1 / 5 + 0) / 4, 12);
  });

  it('counts a repeated label once', () => {
    expect(meanAveragePrecisionAt5([{ truth: 'b', labels: ['a', 'a', 'b'] }])).toBe(1 / 2);
  });

  it('needs a row', () => {
    expect(() => meanAveragePrecisionAt5([])).toThrow(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
  });
});
