import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatherLargest, momentsOfLargest, nthLargest } from '../../../src/numerics/largest-values.ts';

const valuesAndCount = fc
  .array(fc.float({ noNaN: true, min: -4, max: 4 }), { minLength: 1, maxLength: 60 })
  .chain((values) => fc.tuple(fc.constant(values), fc.integer({ min: 0, max: values.length })));

test('the largest values are gathered, whatever their order and however many are the same', () => {
  fc.assert(
    fc.property(valuesAndCount, ([values, count]) => {
      const given = Float32Array.from(values);
      const sorted = given.slice().sort().reverse();
      const found = gatherLargest(given, count);
      expect(found.slice().sort().reverse()).toEqual(sorted.slice(0, count));
      expect(given.slice().sort().reverse()).toEqual(sorted);
    }),
  );
});

test('the n-th largest value is the n-th of the sorted ones', () => {
  fc.assert(
    fc.property(valuesAndCount, ([values, count]) => {
      const rank = Math.max(1, count);
      const sorted = Float32Array.from(values).sort().reverse();
      expect(nthLargest(Float32Array.from(values), rank) + 0).toBe(sorted[rank - 1] + 0);
    }),
  );
});

test('mean and deviation are of the largest alone', () => {
  expect(momentsOfLargest(Float32Array.of(-9, 3, 1, -9, 2), 3)).toEqual({
    mean: 2,
    deviation: Math.sqrt(2 / 3),
  });
});
