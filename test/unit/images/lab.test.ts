import { expect, test } from 'vitest';
import { colourfulness, lightnessOf, withChroma } from '../../../src/images/lab.ts';
import { greyImage, noiseImage } from '../../support/images.ts';

test('lightnessOf is 0 for black, 100 for white and 50.03 for the grey 119', () => {
  const [black, white, middle] = lightnessOf(greyImage([[0, 255, 119]]));
  expect(black).toBeCloseTo(0, 4);
  expect(white).toBeCloseTo(100, 4);
  expect(middle).toBeCloseTo(50.034, 2);
});

test('withChroma of nothing takes the colours away and keeps the lightness', () => {
  const image = noiseImage(8, 8, 4);
  const none = new Float32Array(64);
  const grey = withChroma(image, none, none);
  expect(colourfulness(grey)).toBeLessThanOrEqual(0.5);
  lightnessOf(grey).forEach((value, i) => {
    expect(Math.abs(value - lightnessOf(image)[i])).toBeLessThan(0.3);
  });
});

test('withChroma gives a grey pixel the colour asked for', () => {
  // L 53.24 with a = 80.09 and b = 67.20 is the red of sRGB; the grey 127 has L = 53.19.
  const { pixels } = withChroma(greyImage([[127]]), Float32Array.of(80.09), Float32Array.of(67.2));
  expect(Math.abs(pixels[0] - 255)).toBeLessThanOrEqual(1);
  expect(pixels[1]).toBeLessThanOrEqual(3);
  expect(pixels[2]).toBeLessThanOrEqual(3);
});

test('colourfulness is the mean distance between the channels of a pixel', () => {
  const pixels = Uint8Array.of(10, 10, 10, 50, 20, 80);
  expect(colourfulness({ widthPx: 2, heightPx: 1, pixels })).toBe(30);
});
