import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readParams } from '../../../../../src/networks/import/mxnet/params-file.ts';
import { madeParams } from '../../../../support/made-mxnet.ts';

const arrays = new Map([
  ['arg:conv_weight', { dims: [2, 1, 1, 2], data: Float32Array.of(1, -2, 0.5, 0) }],
  ['aux:bn_moving_mean', { dims: [3], data: Float32Array.of(4, -0.25, 2) }],
]);

const INVALID = expect.objectContaining({ name: 'QuenError', code: 'NETWORK_FILE_INVALID' });

function read(bytes: Uint8Array) {
  return readParams({ name: 'model-0000.params', bytes });
}

/** A valid file with one 32-bit word replaced. */
function withWord(offset: number, value: number): Uint8Array {
  const bytes = madeParams(arrays);
  new DataView(bytes.buffer).setUint32(offset, value, true);
  return bytes;
}

// Of the first array: magic at 24, storage at 28, rank at 32, sizes from 36, device from 68, number type at 76.

test.each(
  (['legacy', 'v1', 'v2'] as const).flatMap((version) =>
    (['float32', 'float64', 'float16'] as const).map((type) => [version, type] as const),
  ),
)('arrays of version %s in %s are read with their shapes', (version, type) => {
  const set = read(madeParams(arrays, { version, type }));
  expect(set.names).toEqual(['conv_weight', 'bn_moving_mean']);
  expect(set.take('conv_weight')).toEqual(arrays.get('arg:conv_weight'));
  expect(set.take('bn_moving_mean')).toEqual(arrays.get('aux:bn_moving_mean'));
});

test('the shapes of numpy have the same layout', () => {
  expect(read(withWord(24, 0xf993faca)).take('conv_weight')).toEqual(arrays.get('arg:conv_weight'));
});

test.each([
  ['another beginning', withWord(0, 0x113), 'does not begin as a list'],
  ['a sparse array', withWord(28, 1), 'sparse'],
  ['no shape', withWord(32, 0), '0 dimensions'],
  ['a rank beyond all use', withWord(32, 9), '9 dimensions'],
  ['a size beyond the file', withWord(36, 1_000_000), 'shape [1000000'],
  ['a size of 0', withWord(36, 0), 'shape [0'],
  ['numbers that are not floats', withWord(76, 4), 'number type 4'],
  ['more arrays than there are', withWord(16, 3), 'shape ['],
  ['an end cut off', madeParams(arrays).subarray(0, -1), 'cut short'],
  ['more after its end', Uint8Array.of(...madeParams(arrays), 0), 'goes on after its end'],
])('a file with %s is refused', (_, bytes, why) => {
  expect(() => read(bytes)).toThrow(INVALID);
  expect(() => read(bytes)).toThrow(why);
});

test('two arrays of one name are refused', () => {
  const [first] = arrays.values();
  const twice = new Map(['arg:x', 'aux:x'].map((name) => [name, first]));
  expect(() => read(madeParams(twice))).toThrow(/two arrays x/);
});

test('any bytes end in weights or in NETWORK_FILE_INVALID, soon', () => {
  const valid = madeParams(arrays);
  const anything = fc
    .uint8Array({ maxLength: 300 })
    .map((tail) => Uint8Array.of(...valid.subarray(0, 24), ...tail));
  const cut = fc.nat(valid.length).map((length) => valid.subarray(0, length));
  const flips = fc.array(fc.nat(valid.length * 8 - 1), { minLength: 1, maxLength: 6 }).map((bits) => {
    const bytes = valid.slice();
    for (const bit of bits) bytes[bit >> 3] ^= 1 << (bit & 7);
    return bytes;
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), anything, cut, flips), (bytes) => {
      const startedMs = performance.now();
      try {
        read(bytes);
      } catch (error) {
        expect(error).toEqual(INVALID);
      }
      expect(performance.now() - startedMs).toBeLessThan(500);
    }),
    { numRuns: 3000 },
  );
});
