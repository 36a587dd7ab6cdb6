import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topK } from '../../../src/numerics/top-k.ts';

describe('the top k', () => {
  it('puts the earlier of equal values first', () => {
    expect(topK(Float64Array.from([1, 3, 3, 2]), 3)).toEqual([1, 2, 3]);
  });

  it('leaves out values that are no number and minus infinity', () => {
    expect(topK(Float64Array.from([Number.NaN, Number.NEGATIVE_INFINITY, 0]), 2)).toEqual([2]);
  });

  it('is the head of a stable sort', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.integer({ min: 0, max: 8 }), (values, k) => {
        const sorted = values.map((_, i) => i).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
        expect(topK(Float64Array.from(values), k)).toEqual(sorted.slice(0, k));
      }),
    );
  });
});
