import { describe, expect, test } from 'vitest';
import { floatConst, integerConst, tfNode } from '../../../../support/made-graph-def.ts';
import { importNodes, runNodes, type TfImage, variedImage } from '../../../../support/tensorflow-operator.ts';

interface Sliding {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: 'SAME' | 'VALID';
}

/** TensorFlow's rule: how many pixels come out of a side, and how many are padded before it. */
function ruleOf(side: number, { kernel, stride, padding }: Sliding): { out: number; before: number } {
  if (padding === 'VALID') return { out: Math.ceil((side - kernel + 1) / stride), before: 0 };
  const out = Math.ceil(side / stride);
  return { out, before: Math.floor(Math.max(0, (out - 1) * stride + kernel - side) / 2) };
}

/** One filter over an image of one channel, number by number. @returns row by row */
function convolved(image: TfImage, filter: readonly number[], sliding: Sliding): number[] {
  const { kernel, stride } = sliding;
  const [rows, columns] = [ruleOf(image.height, sliding), ruleOf(image.width, sliding)];
  return Array.from({ length: rows.out * columns.out }, (_, place) => {
    const top = Math.floor(place / columns.out) * stride - rows.before;
    const left = (place % columns.out) * stride - columns.before;
    return filter.reduce((sum, weight, i) => {
      const [y, x] = [top + Math.floor(i / kernel), left + (i % kernel)];
      const isInside = y >= 0 && y < image.height && x >= 0 && x < image.width;
      return sum + (isInside ? weight * (image.values[y * image.width + x] as number) : 0);
    }, 0);
  });
}

/** The transposed convolution: every pixel spreads the filter. @returns an image of this size, row by row */
function spread(
  image: TfImage,
  filter: readonly number[],
  sliding: Sliding,
  [height, width]: number[],
): number[] {
  const { kernel, stride } = sliding;
  const out = new Array<number>(height * width).fill(0);
  const [before, beforeX] = [ruleOf(height, sliding).before, ruleOf(width, sliding).before];
  image.values.forEach((value, place) => {
    filter.forEach((weight, i) => {
      const y = Math.floor(place / image.width) * stride + Math.floor(i / kernel) - before;
      const x = (place % image.width) * stride + (i % kernel) - beforeX;
      if (y >= 0 && y < height && x >= 0 && x < width) out[y * width + x] += weight * value;
    });
  });
  return out;
}

function slidingAttributes({ stride, padding }: Sliding) {
  return { strides: { integers: [1, stride, stride, 1] }, padding: { text: padding } };
}

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 3);
  });
}

const slidings = [1, 2, 3, 4].flatMap((kernel) =>
  [1, 2, 3].flatMap((stride) =>
    (['SAME', 'VALID'] as const).map((padding): Sliding => ({ kernel, stride, padding })),
  ),
);
const filterOf = (kernel: number): number[] =>
  Array.from({ length: kernel ** 2 }, (_, i) => ((i * 5) % 7) - 3 + i / 8);

describe('convolutions', () => {
  const cases = slidings.flatMap((sliding) =>
    [false, true].map((isSizeFree) => ({ ...sliding, isSizeFree })),
  );

  test.each(cases)(
    'Conv2D is padded as TensorFlow pads: kernel $kernel, stride $stride, $padding, size free: $isSizeFree',
    async ({ isSizeFree, ...sliding }) => {
      const filter = filterOf(sliding.kernel);
      const nodes = [
        floatConst('filter', [sliding.kernel, sliding.kernel, 1, 1], filter),
        tfNode('out', 'Conv2D', ['x', 'filter'], slidingAttributes(sliding)),
      ];
      const image = variedImage(7, 6, 1);
      const out = await runNodes(nodes, image, { isSizeFree });
      expectClose(out.data, convolved(image, filter, sliding));
      expect(out.dims.slice(2)).toEqual([ruleOf(7, sliding).out, ruleOf(6, sliding).out]);
    },
  );

  test('Conv2D takes channels in and out in the order of the filter', async () => {
    const nodes = [
      floatConst('filter', [1, 1, 2, 3], [1, 2, 3, 10, 20, 30]),
      tfNode('out', 'Conv2D', ['x', 'filter'], slidingAttributes({ kernel: 1, stride: 1, padding: 'SAME' })),
    ];
    const { data } = await runNodes(nodes, { height: 1, width: 1, channels: 2, values: [4, 5] });
    expect([...data]).toEqual([54, 108, 162]);
  });

  test('DepthwiseConv2dNative gives several channels for each one', async () => {
    const nodes = [
      floatConst('filter', [1, 1, 2, 2], [1, 2, 3, 4]),
      tfNode(
        'out',
        'DepthwiseConv2dNative',
        ['x', 'filter'],
        slidingAttributes({ kernel: 1, stride: 1, padding: 'SAME' }),
      ),
    ];
    const { data } = await runNodes(nodes, { height: 1, width: 1, channels: 2, values: [10, 100] });
    expect([...data]).toEqual([10, 20, 300, 400]);
  });

  const enlarging = slidings.filter(({ stride }) => stride > 1);

  test.each(enlarging)(
    'Conv2DBackpropInput spreads pixels to the size that is given: kernel $kernel, stride $stride, $padding',
    async (sliding) => {
      const image = variedImage(3, 4, 1);
      const grown = (side: number): number =>
        sliding.padding === 'SAME' ? side * sliding.stride - 1 : (side - 1) * sliding.stride + sliding.kernel;
      const size = [grown(3), grown(4)];
      const filter = filterOf(sliding.kernel);
      const nodes = [
        integerConst('size', [1, ...size, 1]),
        floatConst('filter', [sliding.kernel, sliding.kernel, 1, 1], filter),
        tfNode('out', 'Conv2DBackpropInput', ['size', 'filter', 'x'], slidingAttributes(sliding)),
      ];
      const out = await runNodes(nodes, image);
      expect(out.dims.slice(2)).toEqual(size);
      expectClose(out.data, spread(image, filter, sliding, size));
    },
  );

  test('a filter for other channels than come in is refused', () => {
    const nodes = [
      floatConst('filter', [1, 1, 2, 1], [1, 2]),
      tfNode('out', 'Conv2D', ['x', 'filter'], slidingAttributes({ kernel: 1, stride: 1, padding: 'SAME' })),
    ];
    expect(() => importNodes(nodes, [-1, 4, 4, 3])).toThrow(/filter for 2 channels where 3 come in/);
  });

  test('images with channels first are refused', () => {
    const attributes = {
      ...slidingAttributes({ kernel: 1, stride: 1, padding: 'SAME' }),
      data_format: { text: 'NCHW' },
    };
    const nodes = [
      floatConst('filter', [1, 1, 3, 1], [1, 2, 3]),
      tfNode('out', 'Conv2D', ['x', 'filter'], attributes),
    ];
    expect(() => importNodes(nodes, [-1, 4, 4, 3])).toThrow(/images in the order NCHW/);
  });
});

describe('pools', () => {
  const pool = (operator: string) => [
    tfNode('out', operator, ['x'], {
      ksize: { integers: [1, 2, 2, 1] },
      strides: { integers: [1, 1, 1, 1] },
      padding: { text: 'SAME' },
    }),
  ];

  test.each([false, true])('AvgPool leaves padding out of the count, size free: %s', async (isSizeFree) => {
    const image = { height: 2, width: 2, channels: 1, values: [1, 2, 3, 4] };
    expect([...(await runNodes(pool('AvgPool'), image, { isSizeFree })).data]).toEqual([2.5, 3, 3.5, 4]);
  });

  test('MaxPool does not see padding as zeros', async () => {
    const image = { height: 2, width: 2, channels: 1, values: [-1, -2, -3, -4] };
    expect([...(await runNodes(pool('MaxPool'), image)).data]).toEqual([-1, -2, -3, -4]);
  });
});

describe('BatchNorm and blocks', () => {
  const parts = [
    floatConst('scale', [2], [2]),
    floatConst('offset', [2], [1, -1]),
    floatConst('mean', [2], [10, 20]),
    floatConst('variance', [2], [3.75, 15.75]),
  ];
  const batchNorm = (isTraining: boolean) => [
    ...parts,
    tfNode('out', 'FusedBatchNormV3', ['x', 'scale', 'offset', 'mean', 'variance'], {
      epsilon: { float: 0.25 },
      is_training: { flag: isTraining },
    }),
  ];

  test('FusedBatchNorm takes its statistics from the file, and a factor written once for all channels', async () => {
    const image = { height: 1, width: 1, channels: 2, values: [14, 16] };
    expectClose((await runNodes(batchNorm(false), image)).data, [5, -3]);
  });

  test('FusedBatchNorm in training is refused', () => {
    expect(() => importNodes(batchNorm(true), [-1, 1, 1, 2])).toThrow(/as in training/);
  });

  test('DepthToSpace lays channels out row by row', async () => {
    const image = { height: 1, width: 2, channels: 4, values: [1, 2, 3, 4, 5, 6, 7, 8] };
    const out = await runNodes([tfNode('out', 'DepthToSpace', ['x'], { block_size: { integer: 2 } })], image);
    expect([...out.data]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
    expect(out.dims).toEqual([1, 1, 2, 4]);
  });
});
