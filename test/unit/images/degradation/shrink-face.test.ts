import { describe, expect, test } from 'vitest';
import { shrinkFace } from '../../../../src/images/degradation/shrink-face.ts';
import { greyImage, noiseImage, redRows } from '../../../support/images.ts';

describe('shrinkFace', () => {
  test('keeps the size of the photo and loses its detail', () => {
    // Stripes of one pixel: at half the size each pixel is the mean of a black and a white one.
    const stripes = greyImage(
      Array.from({ length: 16 }, () => Array.from({ length: 16 }, (_, x) => 200 * (x % 2))),
    );
    const small = shrinkFace(stripes, { xPx: 4, yPx: 4, widthPx: 8, heightPx: 10 }, 4);
    expect([small.widthPx, small.heightPx]).toEqual([16, 16]);
    expect(
      redRows(small)
        .flat()
        .every((value) => value === 100),
    ).toBe(true);
  });

  test('leaves a photo whose face is no larger as it is', () => {
    const photo = noiseImage(20, 20, 1);
    expect(shrinkFace(photo, { xPx: 0, yPx: 0, widthPx: 12, heightPx: 16 }, 12)).toBe(photo);
  });

  test('leaves at least one pixel of a narrow photo', () => {
    const { widthPx, heightPx } = shrinkFace(
      noiseImage(1, 50, 1),
      { xPx: 0, yPx: 0, widthPx: 50, heightPx: 50 },
      4,
    );
    expect([widthPx, heightPx]).toEqual([1, 50]);
  });
});
