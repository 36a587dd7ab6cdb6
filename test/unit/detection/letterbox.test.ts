import { describe, expect, test } from 'vitest';
import { blankImage } from '../../../src/core/image.ts';
import { letterbox } from '../../../src/detection/letterbox.ts';
import type { NetworkInput } from '../../../src/networks/card.ts';

const free: NetworkInput = {
  size: 'free',
  widthPx: 640,
  heightPx: 640,
  multipleOf: 32,
  layout: 'NCHW',
  colourOrder: 'RGB',
  mean: [0, 0, 0],
  scale: [1, 1, 1],
};
const at = (value: number) => ({
  score: 1,
  box: { xPx: value, yPx: value, widthPx: 10, heightPx: 10 },
  landmarks: new Float32Array(10).fill(value),
});

describe('letterbox', () => {
  test('leaves a photo as it is that would be enlarged by less than the card asks', () => {
    const card = { input: free, leastEnlargement: 1.3 };
    expect(letterbox(blankImage(250, 250), card, 320).tensor.dims).toEqual([1, 3, 256, 256]);
    expect(letterbox(blankImage(240, 240), card, 320).tensor.dims).toEqual([1, 3, 320, 320]);
  });

  test('rounds the sides of a free input up to the multiple', () => {
    expect(letterbox(blankImage(300, 200), { input: free, leastEnlargement: 1 }, 300).tensor.dims).toEqual([
      1, 3, 224, 320,
    ]);
  });

  test('keeps a fixed input and shrinks what does not fit', () => {
    const fixed = { ...free, size: 'fixed', widthPx: 64, heightPx: 64 } as const;
    const boxed = letterbox(blankImage(256, 128), { input: fixed, leastEnlargement: 1 }, 320);
    expect(boxed.tensor.dims).toEqual([1, 3, 64, 64]);
    expect(boxed.toPhoto(at(64)).box).toEqual({ xPx: 256, yPx: 256, widthPx: 40, heightPx: 40 });
  });

  test('counts boxes from the corner of the photo and landmarks from the centre of its first pixel', () => {
    const { box, landmarks } = letterbox(
      blankImage(160, 160),
      { input: free, leastEnlargement: 1 },
      320,
    ).toPhoto(at(1));
    expect(box.xPx).toBe(0.5);
    expect(landmarks[0]).toBe(0);
  });

  test('does not shrink a strip of one pixel to nothing', () => {
    expect(letterbox(blankImage(3000, 1), { input: free, leastEnlargement: 1 }, 320).tensor.dims).toEqual([
      1, 3, 32, 320,
    ]);
  });
});
