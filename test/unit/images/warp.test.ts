import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../../../src/core/image.ts';
import { warpSimilarity } from '../../../src/images/warp.ts';
import { invertSimilarity, type SimilarityTransform } from '../../../src/numerics/similarity-transform.ts';
import { greyImage, noiseImage, redRows } from '../../support/images.ts';

const same: SimilarityTransform = { a: 1, b: 0, tx: 0, ty: 0 };

describe('warpSimilarity', () => {
  test('copies under the identity', () => {
    const noise = noiseImage(6, 5, 3);
    expect(warpSimilarity(noise, same, 6, 5)).toEqual(noise);
  });

  test('shows black outside the photo', () => {
    expect(redRows(warpSimilarity(greyImage([[10, 20]]), { ...same, tx: 1 }, 4, 1))).toEqual([
      [0, 10, 20, 0],
    ]);
  });

  test('mixes the edge with the black beyond it', () => {
    expect(redRows(warpSimilarity(greyImage([[100, 200]]), { ...same, tx: 0.5 }, 3, 1))).toEqual([
      [50, 150, 100],
    ]);
  });

  test('averages whole blocks when the photo has four pixels for one', () => {
    const rows = Array.from({ length: 32 }, (_, y) =>
      Array.from({ length: 32 }, (__, x) => ((x + y) % 2) * 200),
    );
    const quarter = { a: 0.25, b: 0, tx: -0.375, ty: -0.375 };
    expect(
      redRows(warpSimilarity(greyImage(rows), quarter, 8, 8))
        .flat()
        .every((value) => value === 100),
    ).toBe(true);
  });

  test('keeps a point where it is when blocks are averaged', () => {
    const rows = Array.from({ length: 40 }, () => Array.from({ length: 40 }, (_, x) => 5 * x));
    const third = { a: 1 / 3, b: 0, tx: -2, ty: -2 };
    // Crop pixel 4 shows photo pixel 18.
    expect(redRows(warpSimilarity(greyImage(rows), third, 8, 8))[4][4]).toBe(90);
  });

  test('is plain bilinear sampling up to two photo pixels for one', () => {
    const noise = noiseImage(20, 17, 4);
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    const shift = fc.double({ min: -10, max: 20, noNaN: true });
    fc.assert(
      fc.property(part, part, shift, shift, (a, b, tx, ty) => {
        fc.pre(Math.hypot(a, b) > 0.501);
        const transform = { a, b, tx, ty };
        const crop = warpSimilarity(noise, transform, 9, 9);
        const expected = plainBilinear(noise, transform, 9);
        const errors = Array.from(crop.pixels, (pixel, i) => Math.abs(pixel - expected[i]));
        expect(Math.max(...errors)).toBeLessThanOrEqual(0.5001);
      }),
    );
  });
});

function plainBilinear(image: RgbImage, transform: SimilarityTransform, side: number): number[] {
  const { a, b, tx, ty } = invertSimilarity(transform);
  return Array.from({ length: side * side * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % side;
    const y = Math.floor(i / 3 / side);
    const [sx, sy] = [a * x - b * y + tx, b * x + a * y + ty];
    let sum = 0;
    for (let v = Math.floor(sy); v <= Math.floor(sy) + 1; v++) {
      for (let u = Math.floor(sx); u <= Math.floor(sx) + 1; u++) {
        const isInside = u >= 0 && v >= 0 && u < image.widthPx && v < image.heightPx;
        const weight = (1 - Math.abs(sx - u)) * (1 - Math.abs(sy - v));
        if (isInside) sum += weight * image.pixels[(v * image.widthPx + u) * 3 + (i % 3)];
      }
    }
    return sum;
  });
}
