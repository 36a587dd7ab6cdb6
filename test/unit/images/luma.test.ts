import { expect, test } from 'vitest';
import { lumaOf, withLuma } from '../../../src/images/luma.ts';
import { noiseImage } from '../../support/images.ts';

const PIXEL = { widthPx: 1, heightPx: 1, pixels: Uint8Array.of(100, 50, 200) };

test('lumaOf weighs red, green and blue', () => {
  // 29.9 + 29.35 + 22.8
  expect(lumaOf(PIXEL)[0]).toBeCloseTo(82.05, 4);
});

test('withLuma moves every channel by as much as the luma', () => {
  expect([...withLuma(PIXEL, Float32Array.of(92.05)).pixels]).toEqual([110, 60, 210]);
});

test('withLuma cuts off what leaves the range of a pixel', () => {
  expect([...withLuma(PIXEL, Float32Array.of(182.05)).pixels]).toEqual([200, 150, 255]);
  expect([...withLuma(PIXEL, Float32Array.of(12.05)).pixels]).toEqual([30, 0, 130]);
});

test('an image with its own luma is the same image', () => {
  const image = noiseImage(9, 7, 3);
  expect(withLuma(image, lumaOf(image))).toEqual(image);
});
