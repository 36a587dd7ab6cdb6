import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fusedViews, fuseEmbeddings } from '../../../src/embedding/fuse.ts';

const vector = (length: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.integer({ min: -100, max: 100 }), { minLength: length, maxLength: length })
    .filter((values) => values.some((value) => value !== 0))
    .map((values) => Float32Array.from(values));

function cosine(a: Float32Array, b: Float32Array): number {
  const product = a.reduce((total, value, i) => total + value * b[i], 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
}

test('one embedding is scaled to unit length', () => {
  expect([...fuseEmbeddings([Float32Array.of(3, 4)])]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
});

test('a long embedding weighs no more than a short one', () => {
  const fused = fuseEmbeddings([Float32Array.of(30, 40), Float32Array.of(0, 0, 2)]);
  const half = Math.SQRT1_2;
  [0.6 * half, 0.8 * half, 0, 0, half].forEach((value, i) => {
    expect(fused[i]).toBeCloseTo(value, 6);
  });
});

test('the cosine of two fused vectors is the mean of the cosines of their parts', () => {
  fc.assert(
    fc.property(vector(3), vector(5), vector(3), vector(5), (a, b, c, d) => {
      const fused = cosine(fuseEmbeddings([a, b]), fuseEmbeddings([c, d]));
      expect(fused).toBeCloseTo((cosine(a, c) + cosine(b, d)) / 2, 5);
    }),
  );
});

test('views are fused one by one over the networks', () => {
  const first = [Float32Array.of(3, 4), Float32Array.of(1, 0)];
  const second = [Float32Array.of(0, 0, 2), Float32Array.of(5, 0, 0)];
  expect(fusedViews([first, second])).toEqual([
    fuseEmbeddings([first[0], second[0]]),
    fuseEmbeddings([first[1], second[1]]),
  ]);
  expect(fusedViews([])).toEqual([]);
});

test('networks with different numbers of views are not fused', () => {
  const one = [Float32Array.of(1)];
  expect(() => fusedViews([one, [...one, ...one]])).toThrow(RangeError);
  expect(() => fusedViews([one, []])).toThrow('1, 0 views');
});
