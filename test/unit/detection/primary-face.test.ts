import { describe, expect, test } from 'vitest';
import { primaryFace } from '../../../src/detection/primary-face.ts';

const photo = { widthPx: 100, heightPx: 100 };
const face = (centreX: number, side: number) => ({
  box: { xPx: centreX - side / 2, yPx: 50 - side / 2, widthPx: side, heightPx: side },
});

describe('primaryFace', () => {
  test('takes the larger of two faces equally far from the middle', () => {
    expect(primaryFace([face(30, 20), face(70, 24)], photo)).toBe(1);
  });

  test('takes a smaller face in the middle when the larger one is far: 400 beats 900 - 2 x 20 x 20', () => {
    expect(primaryFace([face(70, 30), face(50, 20)], photo)).toBe(1);
  });

  test('takes a larger face when it is near enough: 900 - 2 x 10 x 10 beats 400', () => {
    expect(primaryFace([face(60, 30), face(50, 20)], photo)).toBe(0);
  });

  test('refuses a photo without faces', () => {
    expect(() => primaryFace([], photo)).toThrow(RangeError);
  });
});
