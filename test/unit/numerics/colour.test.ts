import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labToRgb, luma, rgbToLab } from '../../../src/numerics/colour.ts';

const channel = fc.integer({ min: 0, max: 255 });

describe('luma', () => {
  test.each([
    [255, 255, 255, 255],
    [100, 0, 0, 29.9],
    [0, 100, 0, 58.7],
    [0, 0, 100, 11.4],
  ])('of (%i, %i, %i) is %f', (red, green, blue, expected) => {
    expect(luma(red, green, blue)).toBeCloseTo(expected, 9);
  });
});

describe('rgbToLab', () => {
  // Worked by hand: white and black are the ends; (119, 119, 119) is 0.184475 of white, L = 116 x 0.184475^(1/3) - 16.
  // (1, 1, 1) lies on the straight line: 1 / 255 / 12.92 = 0.000303527, L = 903.2963 x 0.000303527.
  test.each([
    [255, 100],
    [0, 0],
    [119, 50.0344],
    [1, 0.2742],
  ])('of the grey %i is L = %f without chroma', (grey, lightness) => {
    const [l, a, b] = rgbToLab(grey, grey, grey);
    expect(l).toBeCloseTo(lightness, 3);
    expect(a).toBeCloseTo(0, 3);
    expect(b).toBeCloseTo(0, 3);
  });

  // Worked by hand for red: X = 0.412456, Y = 0.212673, Z = 0.019334; cube roots after division by the white point
  // 0.757090, 0.596893, 0.260875.
  test('of red is L = 53.24, a = 80.09, b = 67.20', () => {
    const [l, a, b] = rgbToLab(255, 0, 0);
    expect(l).toBeCloseTo(53.24, 2);
    expect(a).toBeCloseTo(80.09, 1);
    expect(b).toBeCloseTo(67.2, 1);
  });
});

test('labToRgb undoes rgbToLab to less than half a step', () => {
  fc.assert(
    fc.property(channel, channel, channel, (...rgb) => {
      const back = labToRgb(...rgbToLab(...rgb));
      return back.every((value, i) => Math.abs(value - rgb[i]) < 0.01);
    }),
  );
});
