import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuenError } from '../../../../../src/core/errors.ts';
import { dlibResnetV1 } from '../../../../../src/networks/cards/dlib-resnet-v1.ts';
import { readDlibNetwork } from '../../../../../src/networks/import/dlib/dlib-network.ts';
import { importDlib } from '../../../../../src/networks/import/dlib/import-dlib.ts';
import { buildResnet29 } from '../../../../../src/networks/import/dlib/resnet29.ts';
import { madeDlibNetwork } from '../../../../support/made-dlib.ts';
import { publishedWeights } from '../../../../support/published-weights.ts';

const made = madeDlibNetwork();
const published = publishedWeights(dlibResnetV1);

function fileOf(bytes: Uint8Array) {
  return { name: 'made.dat', bytes };
}

const invalid = expect.objectContaining({ code: 'NETWORK_FILE_INVALID' });
const mismatch = (why: RegExp) =>
  expect.objectContaining({ code: 'NETWORK_ARCHITECTURE_MISMATCH', message: expect.stringMatching(why) });

describe('readDlibNetwork', () => {
  test('gives the layers in the order they run, with tags and skips in their places', () => {
    const { means, heightPx, widthPx, layers } = readDlibNetwork(fileOf(made));
    expect({ means, heightPx, widthPx }).toEqual({ means: [122.75, 117, 104.25], heightPx: 6, widthPx: 5 });
    expect(layers.map(({ kind }) => kind)).toEqual([
      'con',
      'affine',
      'relu',
      'mark',
      'con',
      'add_prev',
      'avg_pool',
      'fc',
    ]);
  });

  test('gives filters with their biases', () => {
    const [first] = readDlibNetwork(fileOf(made)).layers;
    expect(first).toMatchObject({ filters: [2, 3, 3, 3], window: { kernel: [3, 3], stride: [1, 1] } });
    expect(first.kind === 'con' && first.values.at(-1)).toBe(55 / 8);
  });

  test('refuses bytes that are left over', () => {
    expect(() => readDlibNetwork(fileOf(Uint8Array.of(...made, 0)))).toThrow(/1 bytes are left over/);
  });

  test('refuses a layer it does not know', () => {
    const changed = Buffer.from(made);
    changed.write('rely_', changed.indexOf('relu_'));
    expect(() => readDlibNetwork(fileOf(changed))).toThrow(/a layer named "rely_"/);
  });
});

describe('importDlib', () => {
  test('refuses a network of another architecture', () => {
    expect(() => importDlib([fileOf(made)], 'dlib-resnet29')).toThrow(mismatch(/images of 5x6/));
  });

  test('refuses another number of files than one', () => {
    expect(() => importDlib([fileOf(made), fileOf(made)], 'dlib-resnet29')).toThrow(invalid);
  });

  const start = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

  function expectNoOtherFault(bytes: Uint8Array): void {
    try {
      importDlib([fileOf(bytes)], 'dlib-resnet29');
    } catch (cause) {
      const isExpected =
        isQuenError(cause, 'NETWORK_FILE_INVALID') || isQuenError(cause, 'NETWORK_ARCHITECTURE_MISMATCH');
      if (!isExpected) throw cause;
    }
  }

  test('random bytes end in one of two faults', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectNoOtherFault), { numRuns: 1000 });
  });

  test('every truncation is refused as damage', () => {
    for (let length = 0; length < made.length; length++)
      expect(() => readDlibNetwork(fileOf(made.subarray(0, length)))).toThrow(invalid);
  });

  test('changed bytes, sizes among them, end in one of two faults', () => {
    const change = fc.tuple(start, fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (places) => {
        const changed = Uint8Array.from(made);
        for (const [part, value] of places) changed[Math.floor(part * changed.length)] = value;
        expectNoOtherFault(changed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(published === undefined)("dlib's face network", () => {
  const [file] = published ?? [];
  const network = readDlibNetwork(file ?? fileOf(made));

  test('has the layers of its architecture', () => {
    expect(network.layers).toHaveLength(130);
    expect(buildResnet29(network, 'it').outputs.map(({ name }) => name)).toEqual(['descriptor']);
  });

  test.each([
    ['lacks its last layer', network.layers.slice(0, -1), /nothing as layer 129, not fc/],
    ['has a layer too many', [...network.layers, { kind: 'relu' } as const], /1 layers too many/],
    ['lacks an activation', network.layers.toSpliced(2, 1), /max_pool as layer 2, not relu/],
    ['has its filters swapped', network.layers.with(5, network.layers[32]), /a window|filters/],
  ])('is refused where it %s', (_, layers, why) => {
    expect(() => buildResnet29({ ...network, layers }, 'it')).toThrow(mismatch(why));
  });
});
