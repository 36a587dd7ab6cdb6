import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float32Error } from '../../../src/numerics/float32-error.ts';
import { row } from '../../../src/numerics/matrix.ts';
import { float16Error, isCertain } from '../../../src/vector-index/certainty.ts';
import { exactCosine } from '../../../src/vector-index/kept-vectors.ts';
import { madeVectors } from '../../support/made-vectors.ts';

it('what was not looked at can only be better where its product is within the error of the last score', () => {
  const hits = [
    { id: 1, score: 0.9 },
    { id: 2, score: 0.5 },
  ];
  expect(isCertain({ hits, lastProduct: 0.4, error: 0.05 })).toBe(true);
  expect(isCertain({ hits, lastProduct: 0.46, error: 0.05 })).toBe(false);
  expect(isCertain({ hits: [], lastProduct: 0, error: 0 })).toBe(false);
});

it('a product summed in float32 is never off by more than is promised', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(1e6), (dimension, seed) => {
      const vectors = madeVectors(2, dimension, seed);
      const [a, b] = [row(vectors, 0), row(vectors, 1)];
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum = Math.fround(sum + Math.fround((a[i] ?? 0) * (b[i] ?? 0)));
      expect(Math.abs(sum - exactCosine(a, b))).toBeLessThanOrEqual(float32Error(dimension));
      expect(float16Error(dimension)).toBeGreaterThan(float32Error(dimension));
    }),
    { seed: 1 },
  );
});
