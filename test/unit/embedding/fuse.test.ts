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

test('the cosine of two vectors fused by weights is the mean of the cosines of their parts by weight', () => {
  const pair = fc.tuple(vector(3), vector(5));
  fc.assert(
    fc.property(pair, pair, fc.double({ min: 0, max: 1, noNaN: true }), ([a, b], [c, d], w) => {
      const weights = [w, 1 - w];
      const fused = cosine(fuseEmbeddings([a, b], weights), fuseEmbeddings([c, d], weights));
      expect(fused).toBeCloseTo(w * cosine(a, c) + (1 - w) * cosine(b, d), 5);
    }),
  );
});

test('weights that are all the same give the very numbers of no weights', () => {
  const embeddings = [Float32Array.of(3, 4), Float32Array.of(1, 1, 0), Float32Array.of(7)];
  expect(fuseEmbeddings(embeddings, [1 / 3, 1 / 3, 1 / 3])).toEqual(fuseEmbeddings(embeddings));
});

test('a network without weight, or that failed, leaves zeros, and the others fill the unit length', () => {
  const weights = [0.5, 0.25, 0.25];
  const failed = fuseEmbeddings([Float32Array.of(0, 0), Float32Array.of(3, 4), Float32Array.of(5)], weights);
  [0, 0, 0.6 * Math.SQRT1_2, 0.8 * Math.SQRT1_2, Math.SQRT1_2].forEach((value, i) => {
    expect(failed[i]).toBeCloseTo(value, 6);
  });
  const idle = fuseEmbeddings([Float32Array.of(3, 4), Float32Array.of(5)], [1, 0]);
  expect([...idle]).toEqual([Math.fround(0.6), Math.fround(0.8), 0]);
});

test('weights that are not one for each network, and a face without anything, are refused', () => {
  const embeddings = [Float32Array.of(1), Float32Array.of(2)];
  expect(() => fuseEmbeddings(embeddings, [1])).toThrow('2 networks cannot have 1 weights');
  expect(() => fuseEmbeddings([Float32Array.of(0), Float32Array.of(0)])).toThrow(RangeError);
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
