import { describe, expect, test } from 'vitest';
import { floatConst, integerConst, tfNode } from '../../../../support/made-graph-def.ts';
import { importNodes, runNodes, type TfImage } from '../../../../support/tensorflow-operator.ts';

/** Two rows, one column, three channels: [[[1, 2, 3]], [[4, 5, 6]]]. */
const image: TfImage = { height: 2, width: 1, channels: 3, values: [1, 2, 3, 4, 5, 6] };

/** What comes out, number by number as ONNX has it, rounded. */
async function numbersOf(nodes: readonly Uint8Array[], from: TfImage = image): Promise<number[]> {
  const { data } = await runNodes(nodes, from);
  return [...data].map((value) => Math.round(value * 1e4) / 1e4);
}

describe('operations number by number', () => {
  test.each([
    ['Abs', [-2, 3], [2, 3]],
    ['Neg', [-2, 3], [2, -3]],
    ['Relu', [-2, 3], [0, 3]],
    ['Relu6', [-2, 7], [0, 6]],
    ['LeakyRelu', [-2, 3], [-0.4, 3]],
    ['Square', [-2, 3], [4, 9]],
    ['Sqrt', [4, 9], [2, 3]],
    ['Rsqrt', [4, 16], [0.5, 0.25]],
    ['Sigmoid', [0, 1], [0.5, 0.7311]],
  ])('%s', async (operator, values, expected) => {
    const pair = { height: 1, width: 1, channels: 2, values };
    expect(await numbersOf([tfNode('out', operator, ['x'])], pair)).toEqual(expected);
  });

  test.each([
    ['Add', [11, 22]],
    ['AddV2', [11, 22]],
    ['BiasAdd', [11, 22]],
    ['Sub', [9, 18]],
    ['Mul', [10, 40]],
    ['RealDiv', [10, 10]],
    ['Maximum', [10, 20]],
    ['Minimum', [1, 2]],
    ['SquaredDifference', [81, 324]],
  ])('%s of an image and a number for each channel', async (operator, expected) => {
    const nodes = [floatConst('bias', [2], [1, 2]), tfNode('out', operator, ['x', 'bias'])];
    expect(await numbersOf(nodes, { height: 1, width: 1, channels: 2, values: [10, 20] })).toEqual(expected);
  });

  test('a constant before the image is subtracted from', async () => {
    const nodes = [floatConst('one', [], [1]), tfNode('out', 'Sub', ['one', 'x'])];
    expect(await numbersOf(nodes)).toEqual([0, -3, -1, -4, -2, -5]);
  });

  test('a constant image is turned to the order of the network', async () => {
    const nodes = [
      floatConst('all', [2, 1, 3], [10, 20, 30, 40, 50, 60]),
      tfNode('out', 'Add', ['x', 'all']),
    ];
    expect(await numbersOf(nodes)).toEqual([11, 44, 22, 55, 33, 66]);
  });

  test('what is computed from constants still meets the channels', async () => {
    const nodes = [
      floatConst('variance', [3], [3, 15, 63]),
      floatConst('epsilon', [], [1]),
      tfNode('sum', 'Add', ['variance', 'epsilon']),
      tfNode('root', 'Rsqrt', ['sum']),
      tfNode('out', 'Mul', ['x', 'root']),
    ];
    expect(await numbersOf(nodes)).toEqual([0.5, 2, 0.5, 1.25, 0.375, 0.75]);
  });

  test('sizes that do not meet are refused', () => {
    const nodes = [floatConst('bias', [2], [1, 2]), tfNode('out', 'Add', ['x', 'bias'])];
    expect(() => importNodes(nodes, [-1, 4, 4, 3])).toThrow(/meets sizes/);
  });
});

describe('orders, shapes and axes', () => {
  test('Reshape reads an image row by row, channels innermost', async () => {
    const nodes = [integerConst('shape', [-1, 6]), tfNode('out', 'Reshape', ['x', 'shape'])];
    const out = await runNodes(nodes, image);
    expect([...out.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(out.dims).toEqual([1, 6]);
  });

  test('Reshape takes a shape that is put together from that of another tensor', async () => {
    const nodes = [
      tfNode('shape', 'Shape', ['x']),
      ...[['begin', 0] as const, ['end', 1] as const, ['step', 1] as const].map(([name, value]) =>
        integerConst(name, [value]),
      ),
      tfNode('batch', 'StridedSlice', ['shape', 'begin', 'end', 'step'], {
        shrink_axis_mask: { integer: 1 },
      }),
      integerConst('rest', -1),
      tfNode('both', 'Pack', ['batch', 'rest']),
      tfNode('flat', 'Reshape', ['x', 'both']),
      floatConst('weights', [6, 1], [1, 10, 100, 1000, 10000, 100000]),
      tfNode('out', 'MatMul', ['flat', 'weights']),
    ];
    expect(await numbersOf(nodes)).toEqual([654321]);
  });

  test('MatMul takes a matrix that is stored turned', async () => {
    const nodes = [
      integerConst('shape', [-1, 3]),
      tfNode('flat', 'Reshape', ['x', 'shape']),
      floatConst('weights', [2, 3], [1, 0, 0, 0, 1, 1]),
      tfNode('out', 'MatMul', ['flat', 'weights'], { transpose_b: { flag: true } }),
    ];
    expect(await numbersOf(nodes)).toEqual([1, 5, 4, 11]);
  });

  test('Transpose to channels first is what the network has anyway', async () => {
    const nodes = [integerConst('order', [0, 3, 1, 2]), tfNode('out', 'Transpose', ['x', 'order'])];
    const out = await runNodes(nodes, image);
    expect(out.dims).toEqual([1, 3, 2, 1]);
    expect([...out.data]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(importNodes(nodes, [-1, 2, 1, 3]).nodes.map(({ operator }) => operator)).toEqual(['Identity']);
  });

  test('Transpose swaps height and width', async () => {
    const nodes = [integerConst('order', [0, 2, 1, 3]), tfNode('out', 'Transpose', ['x', 'order'])];
    const out = await runNodes(nodes, image);
    expect(out.dims).toEqual([1, 1, 2, 3]);
    expect([...out.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('ConcatV2 joins channels, counted from the end too', async () => {
    const nodes = [integerConst('axis', -1), tfNode('out', 'ConcatV2', ['x', 'x', 'axis'])];
    const out = await runNodes(nodes, image);
    expect(out.dims).toEqual([1, 6, 2, 1]);
    expect([...out.data]).toEqual([1, 4, 2, 5, 3, 6, 1, 4, 2, 5, 3, 6]);
  });

  test('Pad puts zeros at the sides it names', async () => {
    const nodes = [integerConst('sides', [0, 0, 1, 0, 0, 1, 0, 0]), tfNode('out', 'Pad', ['x', 'sides'])];
    // The paddings are a matrix in a real file; only their order counts.
    const out = await runNodes(nodes, { height: 1, width: 1, channels: 2, values: [5, 6] });
    expect(out.dims).toEqual([1, 2, 2, 2]);
    expect([...out.data]).toEqual([0, 0, 5, 0, 0, 0, 6, 0]);
  });

  test('Softmax runs over channels', async () => {
    const even = { height: 1, width: 2, channels: 2, values: [3, 3, 8, 8] };
    expect(await numbersOf([tfNode('out', 'Softmax', ['x'])], even)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test('Squeeze takes out what it names', async () => {
    const nodes = [tfNode('out', 'Squeeze', ['x'], { squeeze_dims: { integers: [2] } })];
    const out = await runNodes(nodes, image);
    expect(out.dims).toEqual([1, 2, 3]);
    expect([...out.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    { operator: 'Sum', axes: [1, 2], isKept: true, dims: [1, 3, 1, 1], expected: [5, 7, 9] },
    { operator: 'Mean', axes: [1, 2], isKept: false, dims: [1, 3], expected: [2.5, 3.5, 4.5] },
    { operator: 'Sum', axes: [3], isKept: true, dims: [1, 1, 2, 1], expected: [6, 15] },
    { operator: 'Max', axes: [3], isKept: false, dims: [1, 2, 1], expected: [3, 6] },
    { operator: 'Min', axes: [-3], isKept: false, dims: [1, 1, 3], expected: [1, 2, 3] },
  ])('$operator over the axes $axes, dimensions kept: $isKept', async (one) => {
    const { operator, axes, isKept, dims, expected } = one;
    const nodes = [
      integerConst('axes', axes),
      tfNode('out', operator, ['x', 'axes'], { keep_dims: { flag: isKept } }),
    ];
    const out = await runNodes(nodes, image);
    expect(out.dims).toEqual(dims);
    expect([...out.data]).toEqual(expected);
  });
});
