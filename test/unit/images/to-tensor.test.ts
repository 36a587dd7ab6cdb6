import { describe, expect, test } from 'vitest';
import { type TensorFormat, toTensor } from '../../../src/images/to-tensor.ts';

const plain: TensorFormat = {
  widthPx: 2,
  heightPx: 1,
  layout: 'NCHW',
  colourOrder: 'RGB',
  mean: [0, 0, 0],
  scale: [1, 1, 1],
};
const twoPixels = { widthPx: 2, heightPx: 1, pixels: Uint8Array.of(10, 20, 30, 40, 50, 60) };
const onePixel = { widthPx: 1, heightPx: 1, pixels: Uint8Array.of(10, 20, 30) };

describe('toTensor', () => {
  test('lays channels after one another for NCHW', () => {
    const { data, dims } = toTensor(twoPixels, plain);
    expect([...data]).toEqual([10, 40, 20, 50, 30, 60]);
    expect(dims).toEqual([1, 3, 1, 2]);
  });

  test('keeps pixels together for NHWC', () => {
    const { data, dims } = toTensor(twoPixels, { ...plain, layout: 'NHWC' });
    expect([...data]).toEqual([10, 20, 30, 40, 50, 60]);
    expect(dims).toEqual([1, 1, 2, 3]);
  });

  test('takes mean and scale in the colour order of the network', () => {
    const format: TensorFormat = { ...plain, colourOrder: 'BGR', mean: [10, 0, 0], scale: [2, 1, 10] };
    expect([...toTensor(twoPixels, format).data]).toEqual([10, 25, 20, 50, 1, 4]);
  });

  test('fills what a small image leaves free with black after mean and scale', () => {
    const format: TensorFormat = { ...plain, heightPx: 2, mean: [100, 0, 0] };
    expect([...toTensor(onePixel, format).data]).toEqual([-90, -100, -100, -100, 20, 0, 0, 0, 30, 0, 0, 0]);
  });

  test('standardises each photo by the mean and deviation of all its numbers where the network asks for it', () => {
    const format: TensorFormat = {
      ...plain,
      mean: [9, 9, 9],
      scale: [7, 7, 7],
      standardisation: 'per-photo',
    };
    const { data } = toTensor(twoPixels, format);
    // Mean 35, deviation sqrt(1750 / 6).
    const expected = [10, 40, 20, 50, 30, 60].map((value) => (value - 35) / Math.sqrt(1750 / 6));
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 5);
    });
  });

  test('standardises one photo without regard to the one before', () => {
    const format: TensorFormat = { ...plain, standardisation: 'per-photo' };
    const before = toTensor(twoPixels, format).data;
    toTensor({ ...twoPixels, pixels: Uint8Array.of(0, 0, 0, 255, 255, 255) }, format);
    expect([...toTensor(twoPixels, format).data]).toEqual([...before]);
  });

  test('gives zeros for a blank photo that is standardised', () => {
    const blank = { ...twoPixels, pixels: new Uint8Array(6).fill(77) };
    const { data } = toTensor(blank, { ...plain, standardisation: 'per-photo' });
    expect([...data].every((value) => value === 0)).toBe(true);
  });

  test('overwrites all of the memory it is given', () => {
    const out = new Float32Array(6).fill(7);
    const { data } = toTensor(onePixel, plain, out);
    expect(data).toBe(out);
    expect([...data]).toEqual([10, 0, 20, 0, 30, 0]);
  });

  test('refuses an image larger than the input', () => {
    expect(() => toTensor(twoPixels, { ...plain, widthPx: 1 })).toThrow(/does not fit/);
  });
});
