import { describe, expect, test } from 'vitest';
import { gaussianBlur } from '../../../src/images/blur.ts';
import { greyImage, redRows } from '../../support/images.ts';

describe('gaussianBlur', () => {
  test('gives the same image for a sigma of 0', () => {
    const image = greyImage([[1, 2, 3]]);
    expect(gaussianBlur(image, 0)).toBe(image);
  });

  test('spreads one bright pixel as the squared exponential says', () => {
    const rows = Array.from({ length: 13 }, (_, y) =>
      Array.from({ length: 13 }, (__, x) => (x === 6 && y === 6 ? 255 : 0)),
    );
    const [centre, beside, corner] = (([row6, row7]) => [row6[6], row6[7], row7[7]])(
      redRows(gaussianBlur(greyImage(rows), 1)).slice(6, 8),
    );
    // 255 / (2 pi) = 40.6; times exp(-1/2) = 24.6; times exp(-1) = 14.9
    expect([centre, beside, corner]).toEqual([41, 25, 15]);
  });

  test('leaves a plain image plain up to its edges', () => {
    const image = greyImage(Array.from({ length: 5 }, () => [90, 90, 90]));
    expect(
      redRows(gaussianBlur(image, 3))
        .flat()
        .every((value) => value === 90),
    ).toBe(true);
  });
});
