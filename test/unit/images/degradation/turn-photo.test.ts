import { describe, expect, test } from 'vitest';
import { turnPhoto } from '../../../../src/images/degradation/turn-photo.ts';
import { rotateImage } from '../../../../src/images/rotate.ts';
import { greyImage, noiseImage, redRows } from '../../../support/images.ts';

const PHOTO = noiseImage(30, 20, 1);

describe('turnPhoto', () => {
  test.each([90, 180, 270] as const)('turns by %d degrees without loss', (degrees) => {
    expect(turnPhoto(PHOTO, degrees)).toEqual(rotateImage(PHOTO, degrees));
  });

  test('holds all of the photo on a larger canvas', () => {
    // 30 cos 30 + 20 sin 30 = 35.98, 30 sin 30 + 20 cos 30 = 32.32
    const { widthPx, heightPx } = turnPhoto(PHOTO, 30);
    expect([widthPx, heightPx]).toEqual([36, 33]);
  });

  test('turns clockwise: what lay above the middle lies to its right', () => {
    const rows = Array.from({ length: 41 }, (_, y) =>
      Array.from({ length: 41 }, (__, x) => (Math.abs(x - 20) < 3 && Math.abs(y - 5) < 3 ? 255 : 0)),
    );
    const turned = redRows(turnPhoto(greyImage(rows), 60));
    const middle = (turned.length - 1) / 2;
    const at = (angle: number): number => {
      const [dx, dy] = [15 * Math.sin((angle * Math.PI) / 180), -15 * Math.cos((angle * Math.PI) / 180)];
      return turned[Math.round(middle + dy)]?.[Math.round(middle + dx)] ?? 0;
    };
    expect([at(60), at(-60)]).toEqual([255, 0]);
  });

  test('leaves a photo that is not turned as it is', () => {
    expect(turnPhoto(PHOTO, 0)).toBe(PHOTO);
  });
});
