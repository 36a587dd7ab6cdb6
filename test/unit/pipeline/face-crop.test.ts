import { describe, expect, test } from 'vitest';
import { alignFace } from '../../../src/alignment/align.ts';
import { alignmentTemplate } from '../../../src/alignment/templates.ts';
import type { RgbImage } from '../../../src/core/image.ts';
import { resizeImage } from '../../../src/images/resize.ts';
import { faceCrop } from '../../../src/pipeline/face-crop.ts';
import type { Restorer } from '../../../src/restoration/restorer.ts';
import { noiseImage } from '../../support/images.ts';

/** Enlarges bilinearly, and remembers the crops it was given. */
function bilinear(factor: number, given: RgbImage[] = []): Restorer {
  return {
    name: 'bilinear',
    factor,
    restore: async (crop) => {
      given.push(crop);
      return resizeImage(crop, crop.widthPx * factor, crop.heightPx * factor);
    },
  };
}

/** A photo of a face that alignment to 112x112 enlarges by a number. */
function faceOf(enlargement: number) {
  const landmarks = alignmentTemplate('112x112').landmarks.map((value) => value / enlargement + 10);
  return { image: resizeImage(noiseImage(10, 10, 5), 130, 130), landmarks };
}

describe('super-resolution', () => {
  test.each([
    [2, 2.01, 56],
    [3, 3.01, 38],
    [4, 4.5, 28],
  ])(
    'by %i of a face enlarged %f times starts from a crop of %i pixels',
    async (factor, enlargement, side) => {
      const given: RgbImage[] = [];
      const crop = await faceCrop(faceOf(enlargement), '112x112', bilinear(factor, given));
      expect(given.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([[side, side]]);
      expect([crop.widthPx, crop.heightPx]).toEqual([112, 112]);
    },
  );

  test.each([2, 3, 4])('by %i that is bilinear gives about the plain crop', async (factor) => {
    const face = faceOf(4.5);
    const plain = alignFace(face.image, face.landmarks, '112x112');
    const restored = await faceCrop(face, '112x112', bilinear(factor));
    const differences = plain.pixels.map((value, i) => Math.abs(value - restored.pixels[i]));
    expect(Math.max(...differences)).toBeLessThanOrEqual(12);
  });

  test('leaves a face alone that is enlarged by less than its factor', async () => {
    const given: RgbImage[] = [];
    const face = faceOf(1.99);
    const crop = await faceCrop(face, '112x112', bilinear(2, given));
    expect(given).toEqual([]);
    expect(crop).toEqual(alignFace(face.image, face.landmarks, '112x112'));
  });

  test('of an aligned photo counts from its own 112x112 pixels', async () => {
    const given: RgbImage[] = [];
    const image = noiseImage(112, 112, 6);
    expect(await faceCrop({ image }, '160x160', bilinear(2, given))).toMatchObject({ widthPx: 160 });
    expect(given).toEqual([]);
    expect(await faceCrop({ image }, '224x224', bilinear(2, given))).toMatchObject({ widthPx: 224 });
    expect(given).toHaveLength(1);
  });
});

test('a restorer that does not enlarge is given the crop at full size, however large the face is', async () => {
  const given: RgbImage[] = [];
  const face = faceOf(0.9);
  await faceCrop(face, '112x112', bilinear(1, given));
  expect(given).toEqual([alignFace(face.image, face.landmarks, '112x112')]);
});

test('without a restorer an aligned photo is its own crop', async () => {
  const image = noiseImage(112, 112, 6);
  expect(await faceCrop({ image }, '112x112')).toBe(image);
});
