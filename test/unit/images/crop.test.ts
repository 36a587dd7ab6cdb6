import { expect, test } from 'vitest';
import { cropTopLeft } from '../../../src/images/crop.ts';
import { greyImage, redRows } from '../../support/images.ts';

const IMAGE = greyImage([
  [1, 2, 3],
  [4, 5, 6],
]);

test('cropTopLeft keeps the first rows and columns', () => {
  expect(redRows(cropTopLeft(IMAGE, 2, 1))).toEqual([[1, 2]]);
});

test('cropTopLeft gives back an image of that size already', () => {
  expect(cropTopLeft(IMAGE, 3, 2)).toBe(IMAGE);
});
