import { expect, test } from 'vitest';
import { hsvToRgb, rgbToHsv } from '../../../src/numerics/hsv.ts';

test.each([
  [
    [255, 0, 0],
    [0, 255, 255],
  ],
  [
    [0, 255, 0],
    [60, 255, 255],
  ],
  [
    [0, 0, 255],
    [120, 255, 255],
  ],
  [
    [128, 128, 128],
    [0, 0, 128],
  ],
  [
    [0, 0, 0],
    [0, 0, 0],
  ],
  // A third of the way from red towards yellow: 20 degrees; (200 - 50) / 200 of full saturation.
  [
    [200, 100, 50],
    [10, 191, 200],
  ],
  // A little on the purple side of red: 360 - 20 degrees.
  [
    [200, 50, 100],
    [170, 191, 200],
  ],
] as const)('%j is %j in steps of two degrees', ([red, green, blue], hsv) => {
  expect(rgbToHsv(red, green, blue)).toEqual(hsv);
});

test('hsvToRgb undoes rgbToHsv to within the rounding of the hue', () => {
  for (let value = 0; value < 4096; value++) {
    const colour = [(value & 15) * 17, ((value >> 4) & 15) * 17, (value >> 8) * 17] as const;
    const back = hsvToRgb(...rgbToHsv(...colour));
    expect(Math.max(...back.map((channel, i) => Math.abs(channel - colour[i])))).toBeLessThan(5.5);
  }
});
