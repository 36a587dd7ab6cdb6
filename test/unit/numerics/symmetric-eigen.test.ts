import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiplyTransposed } from '../../../src/numerics/linear-algebra.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { symmetricEigen } from '../../../src/numerics/symmetric-eigen.ts';

test('a matrix worked out by hand: 3 along the diagonal, 1 across it', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect(values[0]).toBeCloseTo(3, 12);
  expect(values[1]).toBeCloseTo(1, 12);
  expect(Math.abs(vectors[0] + vectors[1])).toBeCloseTo(Math.SQRT2, 12);
  expect(vectors[2] + vectors[3]).toBeCloseTo(0, 12);
});

test('a diagonal matrix keeps its values, largest first, and an eigenvalue may be shared', () => {
  const { values } = symmetricEigen(Float64Array.of(1, 0, 0, 0, 5, 0, 0, 0, 5), 3);
  expect([...values]).toEqual([5, 5, 1]);
});

test('a matrix of zeros and one of one value', () => {
  expect([...symmetricEigen(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
  expect([...symmetricEigen(Float64Array.of(-7), 1).values]).toEqual([-7]);
});

test('a value that is not finite is refused', () => {
  expect(() => symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toThrow(RangeError);
});

test('vectors are of unit length, at right angles, and make up the matrix again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), (n, seed) => {
      const a = symmetricMatrix(n, seed);
      const { values, vectors } = symmetricEigen(a, n);
      const unit = Float64Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0));
      expect(largestDifference(multiplyTransposed(vectors, vectors, n), unit)).toBeLessThan(1e-12);
      // V A = diag(values) V, and so V A V' is diagonal.
      const mapped = multiplyTransposed(vectors, a, n);
      const scaled = vectors.map((value, place) => value * values[Math.floor(place / n)]);
      expect(largestDifference(mapped, scaled)).toBeLessThan(1e-12 * n);
    }),
    { numRuns: 50 },
  );
});

function symmetricMatrix(n: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      a[i * n + j] = 2 * random() - 1;
      a[j * n + i] = a[i * n + j];
    }
  }
  return a;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, place) => Math.max(most, Math.abs(value - b[place])), 0);
}
