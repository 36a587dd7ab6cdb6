import { expect, test } from 'vitest';
import { secondMoments, shrunkCovariance } from '../../../src/numerics/covariance.ts';

const CROSS = { values: Float64Array.of(2, 0, -2, 0, 0, 1, 0, -1), count: 4, dimension: 2 };

test('second moments are means of outer products', () => {
  expect([...secondMoments(CROSS)]).toEqual([2, 0, 0, 0.5]);
});

test('a given shrinkage mixes in the mean variance', () => {
  expect([...shrunkCovariance(CROSS, 0.5).matrix]).toEqual([1.625, 0, 0, 0.875]);
  expect([...shrunkCovariance(CROSS, 1).matrix]).toEqual([1.25, 0, 0, 1.25]);
});

test('the shrinkage of Ledoit and Wolf, worked out by hand', () => {
  // Squares of S: 4.25; of S - 1.25 I: 4.25 - 3.125. Mean fourth power (16 + 16 + 1 + 1) / 4; error (8.5 - 4.25) / 4.
  expect(shrunkCovariance(CROSS).shrinkage).toBeCloseTo(1.0625 / 1.125, 12);
});

test('one sample, equal samples and none are shrunk whole', () => {
  expect(shrunkCovariance({ values: Float64Array.of(1, 3), count: 1, dimension: 2 })).toEqual({
    matrix: Float64Array.of(5, 0, 0, 5),
    shrinkage: 1,
  });
  expect(shrunkCovariance({ values: new Float64Array(4), count: 2, dimension: 2 }).matrix).toEqual(
    new Float64Array(4),
  );
  expect(shrunkCovariance({ values: new Float64Array(0), count: 0, dimension: 2 }).shrinkage).toBe(1);
});
