import { describe, expect, test } from 'vitest';
import { importMxnet } from '../../../../../../src/networks/import/mxnet/import-mxnet.ts';
import { madeNumbers } from '../../../../../support/made-numbers.ts';
import { operationFiles, resultOf, tensorOf } from '../../../../../support/mxnet-operator.ts';

interface Windows {
  readonly side: number;
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly isFull: boolean;
}

/** Pooling of one square image as MXNet's documentation has it: windows end at the padding at the latest. */
function pooled(
  image: Float32Array,
  { side, kernel, stride, pad, isFull }: Windows,
  combine: (pixels: number[], areaWithPadding: number) => number,
): number[] {
  const steps = (side + 2 * pad - kernel) / stride;
  const count = 1 + (isFull ? Math.ceil(steps) : Math.floor(steps));
  const starts = Array.from({ length: count }, (_, i) => i * stride - pad);
  const endOf = (start: number) => Math.min(start + kernel, side + pad);
  return starts.flatMap((top) =>
    starts.map((left) => {
      const pixels: number[] = [];
      for (let y = Math.max(top, 0); y < Math.min(endOf(top), side); y++)
        for (let x = Math.max(left, 0); x < Math.min(endOf(left), side); x++)
          pixels.push(image[y * side + x]);
      return combine(pixels, (endOf(top) - top) * (endOf(left) - left));
    }),
  );
}

const total = (pixels: number[]) => pixels.reduce((sum, value) => sum + value, 0);
const KINDS = {
  max: { attributes: { pool_type: 'max' }, combine: (pixels: number[]) => Math.max(...pixels) },
  'avg, padding counted': {
    attributes: { pool_type: 'avg' },
    combine: (pixels: number[], area: number) => total(pixels) / area,
  },
  'avg, padding left out': {
    attributes: { pool_type: 'avg', count_include_pad: 'False' },
    combine: (pixels: number[]) => total(pixels) / pixels.length,
  },
} as const;

const SHAPES = [
  { side: 6, kernel: 2, stride: 2, pad: 0 },
  { side: 7, kernel: 3, stride: 2, pad: 1 },
  { side: 8, kernel: 3, stride: 2, pad: 1 },
  { side: 6, kernel: 3, stride: 2, pad: 0 },
  { side: 7, kernel: 2, stride: 2, pad: 0 },
];

const cases = Object.entries(KINDS).flatMap(([kind, { attributes, combine }]) =>
  SHAPES.flatMap((shape) =>
    [false, true].map((isFull) => {
      const title = `${kind}, ${isFull ? 'full' : 'valid'}, ${JSON.stringify(shape)}`;
      return [title, { ...shape, isFull }, attributes, combine] as const;
    }),
  ),
);

describe('pooling', () => {
  test.each(cases)('%s agrees with its definition', async (_, windows, kind, combine) => {
    const { side, kernel, stride, pad, isFull } = windows;
    const image = madeNumbers('image', side * side, [-1, 1]);
    const attributes = {
      ...kind,
      kernel: `(${kernel}, ${kernel})`,
      stride: `(${stride}, ${stride})`,
      pad: `(${pad}, ${pad})`,
      ...(isFull ? { pooling_convention: 'full' } : {}),
    };
    const { data } = await resultOf({ op: 'Pooling', attributes }, { data: image, dims: [1, 1, side, side] });
    const expected = pooled(image, windows, combine);
    expect(data).toHaveLength(expected.length);
    for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 5);
  });

  test.each([
    ['max', [4, 8]],
    ['avg', [2.5, 6.5]],
  ])('global %s pooling needs no window', async (kind, expected) => {
    const attributes = { pool_type: kind, global_pool: 'True', kernel: '(1, 1)' };
    const { data, dims } = await resultOf(
      { op: 'Pooling', attributes },
      tensorOf([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
    );
    expect([...data]).toEqual(expected);
    expect(dims).toEqual([1, 2, 1, 1]);
  });

  test.each([
    ['sum', { pool_type: 'sum', kernel: '(2, 2)' }],
    ['same', { pool_type: 'max', kernel: '(2, 2)', pooling_convention: 'same' }],
  ])('%s pooling is refused by name', (name, attributes) => {
    const files = operationFiles({ op: 'Pooling', attributes });
    expect(() => importMxnet(files, { input: 'data', output: 'y' })).toThrow(
      expect.objectContaining({
        code: 'NETWORK_ARCHITECTURE_MISMATCH',
        message: expect.stringContaining(name),
      }),
    );
  });
});
