import { expect, test } from 'vitest';
import { halfFloats } from '../../../../src/networks/import/half-floats.ts';

/** Bits and values from IEEE 754-2008, binary16. */
test.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0400, 2 ** -14],
  [0x03ff, (1023 / 1024) * 2 ** -14],
  [0x8001, -(2 ** -24)],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('the half float of bits %i is %d', (bits, value) => {
  expect([...halfFloats(Uint8Array.of(bits & 0xff, bits >> 8))]).toEqual([value]);
});
