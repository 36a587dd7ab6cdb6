import { describe, expect, test } from 'vitest';
import { coverFace } from '../../../../src/images/degradation/cover-face.ts';
import { cropFace } from '../../../../src/images/degradation/crop-face.ts';
import { greyImage, redRows } from '../../../support/images.ts';

const plain = (side: number, value: number) =>
  greyImage(Array.from({ length: side }, () => new Array<number>(side).fill(value)));

describe('coverFace', () => {
  test('covers the lower half of the box and nothing else', () => {
    const covered = redRows(coverFace(plain(6, 10), { xPx: 1, yPx: 0, widthPx: 3, heightPx: 4 }, 'lower'));
    expect(covered).toEqual(
      [0, 1, 2, 3, 4, 5].map((y) =>
        [0, 1, 2, 3, 4, 5].map((x) => (x >= 1 && x < 4 && y >= 2 && y < 4 ? 128 : 10)),
      ),
    );
  });

  test('covers the upper half, as far as it lies in the photo', () => {
    const covered = redRows(coverFace(plain(3, 10), { xPx: -5, yPx: -2, widthPx: 7, heightPx: 6 }, 'upper'));
    expect(covered).toEqual([
      [128, 128, 10],
      [10, 10, 10],
      [10, 10, 10],
    ]);
  });
});

describe('cropFace', () => {
  test('shows the face and a margin of a tenth, black where the photo ends', () => {
    // A box of 20 gives a crop of 22 pixels at 11 px a side: 2 photo pixels for one of the crop, 6 of 11 columns in the photo.
    const crop = cropFace(plain(40, 200), { xPx: -9, yPx: 10, widthPx: 20, heightPx: 20 }, 11);
    expect([crop.widthPx, crop.heightPx]).toEqual([11, 11]);
    const [row = []] = redRows(crop).slice(5);
    expect(row.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(row.slice(6)).toEqual([200, 200, 200, 200, 200]);
  });

  test('is a square about the middle of a tall box', () => {
    const rows = Array.from({ length: 60 }, (_, y) =>
      Array.from({ length: 60 }, (__, x) => (x < 30 ? 0 : y < 30 ? 100 : 200)),
    );
    const [top = [], bottom = []] = [0, 21].map(
      (y) => redRows(cropFace(greyImage(rows), { xPx: 25, yPx: 20, widthPx: 10, heightPx: 20 }, 22))[y],
    );
    expect([top[0], top[21], bottom[0], bottom[21]]).toEqual([0, 100, 0, 200]);
  });
});
