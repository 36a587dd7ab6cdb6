import { expect, test } from 'vitest';
import { stretchPlane } from '../../../src/numerics/plane.ts';

const size = (widthPx: number, heightPx: number) => ({ widthPx, heightPx });

test('a row of two values is stretched to four a quarter of the way apart from the edges', () => {
  // Places 0.25 w - 0.25: -0.25 (edge), 0.25, 0.75, 1.25 (edge).
  expect([...stretchPlane(Float32Array.of(0, 8), size(2, 1), size(4, 1))]).toEqual([0, 2, 6, 8]);
});

test('a column of four values shrinks to the means of its halves', () => {
  expect([...stretchPlane(Float32Array.of(1, 3, 10, 20), size(1, 4), size(1, 2))]).toEqual([2, 15]);
});

test('a plane of the same size stays as it is', () => {
  const values = Float32Array.of(1, -2, 3, 4.5, 5, 6);
  expect([...stretchPlane(values, size(3, 2), size(3, 2))]).toEqual([...values]);
});
