import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applySimilarity,
  estimateSimilarity,
  invertSimilarity,
} from '../../../src/numerics/similarity-transform.ts';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const similarity = fc.record({
  a: fc.double({ min: 0.1, max: 3, noNaN: true }),
  b: fc.double({ min: -3, max: 3, noNaN: true }),
  tx: coordinate,
  ty: coordinate,
});
const fivePoints = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 10, maxLength: 10 });

describe('estimateSimilarity', () => {
  test('finds a quarter turn with doubling and a shift, worked by hand', () => {
    // (0,0) (1,0) (0,1) -> (10,20) (10,22) (8,20)
    const { a, b, tx, ty } = estimateSimilarity([0, 0, 1, 0, 0, 1], [10, 20, 10, 22, 8, 20]);
    const found = [a, b, tx, ty];
    [0, 2, 10, 20].forEach((expected, i) => void expect(found[i]).toBeCloseTo(expected, 12));
  });

  test('gives back any similarity that made the points', () => {
    fc.assert(
      fc.property(similarity, fivePoints, (truth, points) => {
        fc.pre(new Set(points).size > 4);
        const from = Float64Array.from(points);
        const to = Float64Array.from(points, (_, i) => {
          const [x, y] = i % 2 === 0 ? [points[i], points[i + 1]] : [points[i - 1], points[i]];
          return i % 2 === 0 ? truth.a * x - truth.b * y + truth.tx : truth.b * x + truth.a * y + truth.ty;
        });
        const found = estimateSimilarity(from, to);
        expect(found.a).toBeCloseTo(truth.a, 6);
        expect(found.b).toBeCloseTo(truth.b, 6);
      }),
    );
  });

  test('turns points whose target is their mirror image, and does not mirror them', () => {
    // A square with corners at distance 1 on the axes; its mirror image by x -> -x. No turn fits better than another.
    const { a, b } = estimateSimilarity([1, 0, -1, 0, 0, 1, 0, -1], [-1, 0, 1, 0, 0, 1, 0, -1]);
    expect(a).toBeCloseTo(0, 12);
    expect(b).toBeCloseTo(0, 12);
  });

  test('refuses points that coincide', () => {
    expect(() => estimateSimilarity([1, 1, 1, 1], [0, 0, 1, 1])).toThrow(RangeError);
  });

  test('refuses lists of different length', () => {
    expect(() => estimateSimilarity([1, 1, 2, 2], [0, 0])).toThrow(RangeError);
  });
});

describe('invertSimilarity', () => {
  test('brings every point back', () => {
    fc.assert(
      fc.property(similarity, fivePoints, (transform, points) => {
        const from = Float32Array.from(points);
        const back = applySimilarity(invertSimilarity(transform), applySimilarity(transform, from));
        expect(Math.max(...back.map((value, i) => Math.abs(value - from[i])))).toBeLessThan(0.02);
      }),
    );
  });

  test('refuses a scale of zero', () => {
    expect(() => invertSimilarity({ a: 0, b: 0, tx: 1, ty: 1 })).toThrow(RangeError);
  });
});
