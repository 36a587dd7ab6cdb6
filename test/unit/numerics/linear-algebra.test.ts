import { expect, test } from 'vitest';
import { cholesky, invertLower, multiplyTransposed } from '../../../src/numerics/linear-algebra.ts';

test('cholesky of a matrix worked out by hand', () => {
  // [2 0; 1 3] [2 1; 0 3]
  expect([...cholesky(Float64Array.of(4, 2, 2, 10), 2)]).toEqual([2, 0, 1, 3]);
});

test('a matrix that is not positive definite has no Cholesky factor', () => {
  expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
  expect(() => cholesky(Float64Array.of(Number.NaN), 1)).toThrow(RangeError);
});

test('invertLower undoes a lower triangle', () => {
  // x = 1/2, then 3 y = -1/2
  expect([...invertLower(Float64Array.of(2, 0, 1, 3), 2)]).toEqual([0.5, 0, -1 / 6, 1 / 3]);
});

test('multiplyTransposed pairs rows with rows', () => {
  expect([...multiplyTransposed(Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8), 2)]).toEqual([
    17, 23, 39, 53,
  ]);
});
