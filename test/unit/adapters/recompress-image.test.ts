import { describe, expect, it } from 'vitest';
import { recompressImage } from '../../../src/adapters/sharp/recompress-image.ts';
import type { RgbImage } from '../../../src/core/image.ts';
import { gaussianBlur } from '../../../src/images/blur.ts';
import { noiseImage } from '../../support/images.ts';

const PHOTO = gaussianBlur(noiseImage(37, 21, 1), 2);

function squaredError(image: RgbImage): number {
  return image.pixels.reduce((sum, value, i) => sum + (value - (PHOTO.pixels[i] ?? 0)) ** 2, 0);
}

describe('recompressImage', () => {
  it('keeps the size and loses more at a lower quality', async () => {
    const [good, poor] = [await recompressImage(PHOTO, 95), await recompressImage(PHOTO, 5)];
    expect([good.widthPx, good.heightPx, good.pixels.length]).toEqual([37, 21, 37 * 21 * 3]);
    expect(squaredError(good)).toBeGreaterThan(0);
    expect(squaredError(poor)).toBeGreaterThan(4 * squaredError(good));
  });

  it('gives the same pixels each time', async () => {
    expect(await recompressImage(PHOTO, 10)).toEqual(await recompressImage(PHOTO, 10));
  });
});
