import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resizeImage } from '../../../src/images/resize.ts';
import { greyImage, redRows } from '../../support/images.ts';

describe('resizeImage', () => {
  test('halves by the mean of four pixels', () => {
    const image = greyImage([
      [0, 100, 10, 10],
      [100, 200, 10, 30],
    ]);
    expect(redRows(resizeImage(image, 2, 1))).toEqual([[100, 15]]);
  });

  test('doubles with weights of a quarter and three quarters, the edge held', () => {
    expect(redRows(resizeImage(greyImage([[0, 100]]), 4, 1))).toEqual([[0, 25, 75, 100]]);
  });

  test('turns a fine pattern shrunk six times into its mean', () => {
    const rows = Array.from({ length: 24 }, (_, y) =>
      Array.from({ length: 24 }, (__, x) => ((x + y) % 2) * 200),
    );
    for (const value of redRows(resizeImage(greyImage(rows), 4, 4)).flat()) expect(value).toBe(100);
  });

  test('leaves a plain image plain at every size', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        fc.tuple(side, side),
        fc.tuple(side, side),
        fc.integer({ min: 0, max: 255 }),
        ([w, h], [newW, newH], value) => {
          const image = greyImage(Array.from({ length: h }, () => Array.from({ length: w }, () => value)));
          const out = resizeImage(image, newW, newH);
          expect([out.widthPx, out.heightPx]).toEqual([newW, newH]);
          expect(out.pixels.every((pixel) => pixel === value)).toBe(true);
        },
      ),
    );
  });
});
