import { describe, expect, test } from 'vitest';
import { DlibReader } from '../../../../../src/networks/import/dlib/dlib-reader.ts';
import { MadeDlib } from '../../../../support/made-dlib.ts';

function readerOf(...bytes: readonly number[]): DlibReader {
  return new DlibReader({ name: 'made.dat', bytes: Uint8Array.from(bytes) });
}

const invalid = expect.objectContaining({ code: 'NETWORK_FILE_INVALID' });

describe('DlibReader', () => {
  test.each([
    [[0x01, 0x00], 0],
    [[0x01, 0x96], 150],
    [[0x02, 0x80, 0x12], 4736],
    [[0x81, 0x1c], -28],
    [[0x07, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f], Number.MAX_SAFE_INTEGER],
  ])('reads the whole number %j', (bytes, expected) => {
    expect(readerOf(...bytes).integer()).toBe(expected);
  });

  test.each([
    ['of no bytes', [0x00, 0x00]],
    ['of nine bytes', [0x09, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['with a bit that means nothing', [0x41, 1]],
    ['beyond what JavaScript counts', [0x08, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['cut short', [0x04, 1, 2]],
  ])('refuses a whole number %s', (_, bytes) => {
    expect(() => readerOf(...bytes).integer()).toThrow(invalid);
  });

  test('reads floating point numbers as mantissa and exponent', () => {
    // 0.04 as float32 has the mantissa 10737418 and the exponent -28.
    expect(readerOf(0x03, 0x0a, 0xd7, 0xa3, 0x81, 0x1c).float()).toBe(Math.fround(0.04));
    const { bytes } = new MadeDlib().floats(-2.5, 0, 8);
    const reader = readerOf(...bytes);
    expect([reader.float(), reader.float(), reader.float()]).toEqual([-2.5, 0, 8]);
  });

  test('refuses infinities and NaN', () => {
    for (const exponent of [32000, 32001, 32002])
      expect(() => readerOf(...new MadeDlib().integers(0, exponent).bytes).float()).toThrow(invalid);
  });

  test('reads tensors with their shape', () => {
    const { bytes } = new MadeDlib().tensor([1, 2, 1, 1], [0.5, -1]);
    const { dims, data } = readerOf(...bytes).tensor();
    expect(dims).toEqual([1, 2, 1, 1]);
    expect([...data]).toEqual([0.5, -1]);
  });

  test('refuses a tensor larger than the file before it takes memory for it', () => {
    const { bytes } = new MadeDlib().integers(2, 2 ** 50, 2 ** 50, 2 ** 50, 2 ** 50);
    expect(() => readerOf(...bytes).tensor()).toThrow(invalid);
  });

  test('refuses a negative size and a flag that is no digit', () => {
    expect(() => readerOf(0x81, 1).count()).toThrow(invalid);
    expect(() => readerOf(1).flag()).toThrow(invalid);
  });
});
