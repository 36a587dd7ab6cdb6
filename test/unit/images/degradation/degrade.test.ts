import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../../../../src/core/image.ts';
import { gaussianBlur } from '../../../../src/images/blur.ts';
import { parseDegradation } from '../../../../src/images/degradation/degradation.ts';
import { degradePhoto } from '../../../../src/images/degradation/degrade.ts';
import { rotateImage } from '../../../../src/images/rotate.ts';
import { noiseImage } from '../../../support/images.ts';

const PHOTO = noiseImage(40, 30, 1);
const BOX = { xPx: 10, yPx: 5, widthPx: 20, heightPx: 24 };

async function degraded(name: string, seed = 1): Promise<RgbImage> {
  const degradation = parseDegradation(name);
  if (degradation === undefined) throw new Error(name);
  const recompress = async (image: RgbImage, quality: number): Promise<RgbImage> => ({
    ...image,
    pixels: image.pixels.map(() => quality),
  });
  return await degradePhoto(PHOTO, degradation, { box: BOX, seed, recompress });
}

describe('degradePhoto', () => {
  test('makes every pixel of one colour grey', async () => {
    const { pixels } = await degraded('grey');
    expect(pixels.every((value, i) => value === pixels[i - (i % 3)])).toBe(true);
  });

  test('blurs by a share of the shorter side of the face', async () => {
    // 5 % of 20 px.
    expect(await degraded('blur-5')).toEqual(gaussianBlur(PHOTO, 1));
  });

  test('writes and reads a JPEG of the quality', async () => {
    expect((await degraded('jpeg-10')).pixels.every((value) => value === 10)).toBe(true);
  });

  test('multiplies brightness and cuts it off at white', async () => {
    const { pixels } = await degraded('brightness-200');
    expect([...pixels]).toEqual([...PHOTO.pixels].map((value) => Math.min(255, 2 * value)));
  });

  test('turns one way or the other by its seed, always the same for one', async () => {
    const ways = new Set<string>();
    for (let seed = 0; seed < 20; seed++) ways.add(String((await degraded('rotate-90', seed)).pixels));
    expect([...ways].sort()).toEqual(
      [90, 270].map((turn) => String(rotateImage(PHOTO, turn as 90).pixels)).sort(),
    );
    expect(await degraded('rotate-90', 3)).toEqual(await degraded('rotate-90', 3));
  });

  test('leaves the photo it is given as it was', async () => {
    const before = PHOTO.pixels.slice();
    for (const name of [
      'face-8px',
      'grey',
      'blur-5',
      'rotate-20',
      'cover-upper',
      'brightness-40',
      'crop-16px',
    ])
      await degraded(name);
    expect(PHOTO.pixels).toEqual(before);
  });
});
