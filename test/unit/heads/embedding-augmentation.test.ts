import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embeddingViews } from '../../../src/heads/embedding-augmentation.ts';
import { row } from '../../../src/numerics/matrix.ts';
import { dot, norm, normalised } from '../../../src/numerics/vector.ts';
import { madeTrainingSet } from '../../support/made-embeddings.ts';

const set = madeTrainingSet([3, 1, 2]);

describe('views in the embedding space', () => {
  test('are of unit length and of the photo they say, as many of each', () => {
    const amount = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        amount,
        amount,
        fc.integer(),
        (viewCount, share, noise, seed) => {
          const { rows, photoOf } = embeddingViews(set, { viewCount, interpolation: share, noise }, seed);
          expect(photoOf).toEqual(
            Int32Array.from({ length: 6 * viewCount }, (_, v) => Math.floor(v / viewCount)),
          );
          for (let v = 0; v < rows.rows; v++) expect(norm(row(rows, v))).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  test('without noise the view of the only photo of a person is that photo', () => {
    const { rows } = embeddingViews(set, { viewCount: 2, interpolation: 1, noise: 0 }, 5);
    const only = normalised(row(set.rows, 3));
    for (const view of [6, 7]) expect(dot(row(rows, view), only)).toBeCloseTo(1, 5);
  });

  test('without noise a view lies between two photos of the person', () => {
    const { rows, photoOf } = embeddingViews(set, { viewCount: 20, interpolation: 1, noise: 0 }, 5);
    const second = [4, 5].map((photo) => normalised(row(set.rows, photo)));
    const apart = dot(second[0], second[1]);
    photoOf.forEach((photo, v) => {
      if (photo < 4) return;
      for (const end of second) expect(dot(row(rows, v), end)).toBeGreaterThanOrEqual(apart - 1e-5);
    });
  });

  test('lie towards another photo of the same person, or of nobody where there is none', () => {
    const { photoOf, towards } = embeddingViews(set, { viewCount: 20, interpolation: 1, noise: 0 }, 5);
    photoOf.forEach((photo, v) => {
      expect(set.identityOf[towards[v]]).toBe(set.identityOf[photo]);
      expect(towards[v] === photo).toBe(photo === 3);
    });
    expect(new Set(towards.subarray(0, 20))).toEqual(new Set([1, 2]));
  });

  test.each([
    { viewCount: 0, interpolation: 0.5, noise: 0.1 },
    { viewCount: 1.5, interpolation: 0.5, noise: 0.1 },
    { viewCount: 1, interpolation: 1.1, noise: 0.1 },
    { viewCount: 1, interpolation: Number.NaN, noise: 0.1 },
    { viewCount: 1, interpolation: 0.5, noise: -0.1 },
    { viewCount: 1, interpolation: 0.5, noise: Number.POSITIVE_INFINITY },
  ])('%j is refused', (how) => {
    expect(() => embeddingViews(set, how, 1)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test('noise of a length moves a view about so far', () => {
    const { rows, photoOf } = embeddingViews(set, { viewCount: 200, interpolation: 0, noise: 0.5 }, 5);
    const moved = [...photoOf].map((photo, v) => dot(row(rows, v), normalised(row(set.rows, photo))));
    const mean = moved.reduce((sum, cosine) => sum + cosine, 0) / moved.length;
    // A right angle between the embedding and nearly all of the noise.
    expect(mean).toBeCloseTo(1 / Math.sqrt(1 + 0.5 ** 2), 1);
  });

  test('one seed gives the same views, another one others', () => {
    const how = { viewCount: 3, interpolation: 0.5, noise: 0.1 };
    expect(embeddingViews(set, how, 1)).toEqual(embeddingViews(set, how, 1));
    expect(embeddingViews(set, how, 1)).not.toEqual(embeddingViews(set, how, 2));
  });
});
