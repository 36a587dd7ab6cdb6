import { expect, test } from 'vitest';
import { emboss, sharpen } from '../../../../src/images/augmentation/kernels.ts';
import { greyImage, noiseImage, redRows } from '../../../support/images.ts';

const SPOT = greyImage([
  [100, 100, 100],
  [100, 110, 100],
  [100, 100, 100],
]);

test('sharpen keeps flat parts at a lightness of 1 and steepens a spot', () => {
  // Centre, half of each: 55 + (9 x 110 - 800) / 2 = 150.
  const rows = redRows(sharpen(SPOT, 0.5, 1));
  expect(rows[1][1]).toBe(150);
  // The mirror beyond an edge shows the row of the spot again: twice 110 among the eight neighbours.
  expect(rows[0][1]).toBe(90);
  // Beyond a corner it shows the spot four times.
  expect(rows[0][0]).toBe(80);
});

test('the lightness of sharpen is the weight of the pixel beside its edges', () => {
  const flat = greyImage([[100, 100]]);
  expect(redRows(sharpen(flat, 0.5, 0.7))).toEqual([[85, 85]]);
  expect(redRows(sharpen(flat, 0.5, 1.3))).toEqual([[115, 115]]);
});

test('emboss lights slopes that rise to the bottom right', () => {
  const slope = greyImage([
    [10, 20, 30],
    [20, 30, 40],
    [30, 40, 50],
  ]);
  // Centre, strength 0: 30 - 10 + 50 = 70; strength 1: 30 - 2 x 10 - 20 - 20 + 40 + 40 + 2 x 50 = 150.
  expect(redRows(emboss(slope, 1, 0))[1][1]).toBe(70);
  expect(redRows(emboss(slope, 1, 1))[1][1]).toBe(150);
  expect(redRows(emboss(slope, 0.5, 1))[1][1]).toBe(90);
});

test('emboss leaves a flat image and an alpha of 0 leaves any image as it is', () => {
  const flat = greyImage([
    [77, 77],
    [77, 77],
  ]);
  expect(emboss(flat, 0.5, 1.5)).toEqual(flat);
  const image = noiseImage(6, 5, 2);
  expect(emboss(image, 0, 1)).toEqual(image);
  expect(sharpen(image, 0, 1)).toEqual(image);
});

test('an image of one pixel is its own neighbourhood', () => {
  expect(redRows(sharpen(greyImage([[100]]), 1, 1))).toEqual([[100]]);
});
