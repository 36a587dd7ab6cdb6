import { describe, expect, test } from 'vitest';
import { rotateImage, rotatePointBack } from '../../../src/images/rotate.ts';
import { greyImage, noiseImage, redRows } from '../../support/images.ts';

const image = greyImage([
  [1, 2, 3],
  [4, 5, 6],
]);

describe('rotateImage', () => {
  test('turns clockwise by 90 degrees', () => {
    expect(redRows(rotateImage(image, 90))).toEqual([
      [4, 1],
      [5, 2],
      [6, 3],
    ]);
  });

  test('turns by 180 degrees', () => {
    expect(redRows(rotateImage(image, 180))).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ]);
  });

  test('turns clockwise by 270 degrees', () => {
    expect(redRows(rotateImage(image, 270))).toEqual([
      [3, 6],
      [2, 5],
      [1, 4],
    ]);
  });

  test('undoes 90 degrees with 270', () => {
    const noise = noiseImage(7, 4, 1);
    expect(rotateImage(rotateImage(noise, 90), 270)).toEqual(noise);
  });
});

describe('rotatePointBack', () => {
  test.each([90, 180, 270] as const)('finds the pixel that a turn by %i moved', (turn) => {
    const turned = redRows(rotateImage(image, turn));
    const rows = redRows(image);
    turned.forEach((row, y) => {
      row.forEach((value, x) => {
        const [sourceX, sourceY] = rotatePointBack([x, y], turn, image);
        expect(rows[sourceY][sourceX]).toBe(value);
      });
    });
  });
});
