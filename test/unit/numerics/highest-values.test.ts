import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HighestValues } from '../../../src/numerics/highest-values.ts';

describe('the highest values of a stream', () => {
  it('are those of all values in order, however many came', () => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), (stream, capacity) => {
        const highest = new HighestValues(capacity);
        for (const value of stream) highest.offer(value);
        const sorted = [...stream].sort((a, b) => b - a);
        for (let rank = 1; rank <= capacity; rank++)
          expect(highest.nth(rank)).toBe(sorted[rank - 1] === undefined ? undefined : sorted[rank - 1]);
      }),
    );
  });

  it('count equal values one by one', () => {
    const highest = new HighestValues(3);
    for (const value of [1, 2, 2, 2, 1, 2]) highest.offer(value);
    expect([1, 2, 3].map((rank) => highest.nth(rank))).toEqual([2, 2, 2]);
  });

  it('never hold -Infinity or NaN', () => {
    const highest = new HighestValues(2);
    for (const value of [Number.NEGATIVE_INFINITY, Number.NaN, -5]) highest.offer(value);
    expect([highest.nth(1), highest.nth(2)]).toEqual([-5, undefined]);
  });

  it('need room for one', () => {
    expect(() => new HighestValues(0)).toThrow(RangeError);
  });
});
