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
