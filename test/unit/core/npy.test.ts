import { expect, test } from 'vitest';
import { decodeNpy, encodeNpy } from '../../../src/core/npy.ts';

const ARRAY = { data: Float32Array.of(1.5, -2, 0.1, 4, 5, 6), dims: [3, 2] };

test('an array comes back as it was, of one dimension or several', () => {
  expect(decodeNpy(encodeNpy(ARRAY))).toEqual(ARRAY);
  const row = { data: Float32Array.of(7), dims: [1] };
  expect(decodeNpy(encodeNpy(row))).toEqual(row);
  expect(decodeNpy(encodeNpy({ data: new Float32Array(), dims: [0, 2, 4] })).dims).toEqual([0, 2, 4]);
});

test('the header is NumPy’s: its magic, its shape, values at a multiple of 64', () => {
  const bytes = encodeNpy(ARRAY);
  const text = Buffer.from(bytes).toString('latin1');
  expect(text.slice(0, 8)).toBe('\x93NUMPY\x01\x00');
  expect(text).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }");
  const headerLength = bytes[8] + 256 * bytes[9];
  expect((10 + headerLength) % 64).toBe(0);
  expect(text[9 + headerLength]).toBe('\n');
  expect(bytes.length).toBe(10 + headerLength + 24);
});
