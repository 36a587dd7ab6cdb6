import { expect, test } from 'vitest';
import type { RgbImage } from '../../../../src/core/image.ts';
import {
  addToChannels,
  addToHueAndSaturation,
  mixGrey,
  multiplyChannels,
  scaleContrast,
} from '../../../../src/images/augmentation/channels.ts';
import { noiseImage } from '../../../support/images.ts';

const pixel = (...pixels: number[]): RgbImage => ({
  widthPx: 1,
  heightPx: 1,
  pixels: Uint8Array.from(pixels),
});

test('mixGrey moves every channel towards the luma', () => {
  // Luma 29.9 + 29.35 + 22.8 = 82.05.
  expect([...mixGrey(pixel(100, 50, 200), 1).pixels]).toEqual([82, 82, 82]);
  expect([...mixGrey(pixel(100, 50, 200), 0.5).pixels]).toEqual([91, 66, 141]);
  expect([...mixGrey(pixel(100, 50, 200), 0).pixels]).toEqual([100, 50, 200]);
});

test('addToHueAndSaturation turns the hue by whole steps of two degrees and wraps around', () => {
  // 20 / 255 of 180 is 14.1, so 14 steps of two degrees: 28 of 60 degrees from red to yellow.
  expect([...addToHueAndSaturation(pixel(255, 0, 0), 20).pixels]).toEqual([255, 119, 0]);
  // Hue -28 degrees, saturation 235: 255 - 255 x 235 / 255 = 20 at least; blue 20 + 235 x 28 / 60.
  expect([...addToHueAndSaturation(pixel(255, 0, 0), -20).pixels]).toEqual([255, 20, 130]);
});

test('addToHueAndSaturation leaves black alone and gives a grey the hue of its turn', () => {
  expect([...addToHueAndSaturation(pixel(0, 0, 0), 20).pixels]).toEqual([0, 0, 0]);
  // Saturation 20: 100 - 7.84 at least; green 92.16 + 7.84 x 28 / 60.
  expect([...addToHueAndSaturation(pixel(100, 100, 100), 20).pixels]).toEqual([100, 96, 92]);
  expect([...addToHueAndSaturation(pixel(100, 100, 100), -20).pixels]).toEqual([100, 100, 100]);
});

test('addToChannels adds to each channel and cuts off', () => {
  expect([...addToChannels(pixel(100, 250, 5), [20, 20, -20]).pixels]).toEqual([120, 255, 0]);
});

test('multiplyChannels multiplies each channel, rounds and cuts off', () => {
  expect([...multiplyChannels(pixel(100, 200, 5), [0.5, 1.5, 1.5]).pixels]).toEqual([50, 255, 8]);
});

test('scaleContrast moves each channel away from 128', () => {
  expect([...scaleContrast(pixel(100, 128, 200), [0.5, 2, 2]).pixels]).toEqual([114, 128, 255]);
  expect([...scaleContrast(pixel(100, 28, 129), [2, 2, 0.5]).pixels]).toEqual([72, 0, 129]);
});

test('amounts that change nothing leave an image as it is', () => {
  const image = noiseImage(5, 4, 1);
  expect(addToChannels(image, [0, 0, 0])).toEqual(image);
  expect(multiplyChannels(image, [1, 1, 1])).toEqual(image);
  expect(scaleContrast(image, [1, 1, 1])).toEqual(image);
});
