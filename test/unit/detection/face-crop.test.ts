import { expect, test } from 'vitest';
import { cropTensor } from '../../../src/detection/face-crop.ts';
import { greyImage } from '../../support/images.ts';

const format = { widthPx: 2, heightPx: 2, colourOrder: 'RGB', mean: [0, 0, 0], scale: [1, 1, 1] } as const;
const photo = greyImage([
  [10, 20, 30, 40],
  [50, 60, 70, 80],
  [90, 100, 110, 120],
  [130, 140, 150, 160],
]);
const square = (xPx: number, yPx: number, sidePx: number) => ({
  xPx,
  yPx,
  widthPx: sidePx,
  heightPx: sidePx,
});

test('each crop shows its box, the boxes counted from the corner of the photo', () => {
  const { data, dims } = cropTensor(photo, [square(1, 1, 2), square(2, 0, 2)], format);
  expect(dims).toEqual([2, 3, 2, 2]);
  expect([...data.subarray(0, 4)]).toEqual([60, 70, 100, 110]);
  expect([...data.subarray(12, 16)]).toEqual([30, 40, 70, 80]);
});

test('a larger box is shrunk to the size of the crop: each of its pixels shows the middle of what it covers', () => {
  expect([...cropTensor(photo, [square(0, 0, 4)], format).data.subarray(0, 4)]).toEqual([35, 55, 115, 135]);
});

test('what lies outside the photo is black', () => {
  expect([...cropTensor(photo, [square(-1, -1, 2)], format).data.subarray(0, 4)]).toEqual([0, 0, 0, 10]);
});
