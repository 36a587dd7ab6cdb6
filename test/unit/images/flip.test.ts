import { expect, test } from 'vitest';
import { flipHorizontally } from '../../../src/images/flip.ts';
import { greyImage, noiseImage, redRows } from '../../support/images.ts';

test('flipHorizontally changes left and right', () => {
  const flipped = flipHorizontally(
    greyImage([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
  expect(redRows(flipped)).toEqual([
    [3, 2, 1],
    [6, 5, 4],
  ]);
});

test('flipHorizontally twice is the same image, colours and all', () => {
  const noise = noiseImage(5, 3, 2);
  expect(flipHorizontally(flipHorizontally(noise))).toEqual(noise);
});
