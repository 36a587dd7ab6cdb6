import { describe, expect, test } from 'vitest';
import { importMxnet } from '../../../../../../src/networks/import/mxnet/import-mxnet.ts';
import {
  type MxnetOperation,
  operationFiles,
  resultOf,
  tensorOf,
} from '../../../../../support/mxnet-operator.ts';

/** Two channels of 2x2. */
const image = tensorOf([1, 2, 2, 2], [-2, -1, 0, 1, 2, -3, 4, 0.5]);

async function expectResult(
  operation: MxnetOperation,
  expected: readonly number[],
  dims: readonly number[] = image.dims,
): Promise<void> {
  const result = await resultOf(operation, image);
  expect(result.dims).toEqual(dims);
  for (const [i, value] of expected.entries()) expect(result.data[i]).toBeCloseTo(value, 5);
}

function each(change: (value: number) => number): number[] {
  return [...image.data].map(change);
}

describe('functions of one number', () => {
  const bend = (slope: number) => (x: number) => (x > 0 ? x : slope * x);
  const elu = (slope: number) => (x: number) => (x > 0 ? x : slope * Math.expm1(x));
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

  test.each<[string, Record<string, string>, (x: number) => number]>([
    ['Activation', { act_type: 'relu' }, bend(0)],
    ['Activation', { act_type: 'sigmoid' }, sigmoid],
    ['Activation', { act_type: 'tanh' }, Math.tanh],
    ['Activation', { act_type: 'softrelu' }, (x) => Math.log1p(Math.exp(x))],
    ['Activation', { act_type: 'softsign' }, (x) => x / (1 + Math.abs(x))],
    ['LeakyReLU', {}, bend(0.25)],
    ['LeakyReLU', { act_type: 'leaky', slope: '0.1' }, bend(0.1)],
    ['LeakyReLU', { act_type: 'elu', slope: '0.5' }, elu(0.5)],
    ['LeakyReLU', { act_type: 'selu' }, (x) => 1.0507009873554805 * elu(1.6732632423543772)(x)],
    ['sigmoid', {}, sigmoid],
    ['clip', { a_min: '-1', a_max: '1.5' }, (x) => Math.min(Math.max(x, -1), 1.5)],
    ['_plus_scalar', { scalar: '3' }, (x) => x + 3],
    ['_minus_scalar', { scalar: '127.5' }, (x) => x - 127.5],
    ['_mul_scalar', { scalar: '0.0078125' }, (x) => x * 0.0078125],
    ['_div_scalar', { scalar: '4' }, (x) => x / 4],
    ['_rminus_scalar', { scalar: '1' }, (x) => 1 - x],
    ['_MulScalar', { scalar: '2.0' }, (x) => x * 2],
    ['Dropout', { p: '0.4' }, (x) => x],
    ['identity', {}, (x) => x],
    ['_copy', {}, (x) => x],
    ['BlockGrad', {}, (x) => x],
  ])('%s %o', async (op, attributes, expected) => {
    await expectResult({ op, attributes }, each(expected));
  });
});

describe('PReLU', () => {
  const attributes = { act_type: 'prelu' };

  test('has a slope for each channel of images', async () => {
    const weights = { gamma: tensorOf([2], [0.5, 0.25]) };
    await expectResult({ op: 'LeakyReLU', attributes, weights }, [-1, -0.5, 0, 1, 2, -0.75, 4, 0.5]);
  });

  test('has a slope for each number of rows', async () => {
    const weights = { gamma: tensorOf([4], [1, 2, 3, 4]) };
    const operation = { op: 'LeakyReLU', attributes, weights, shape: '(-1, 4)' };
    await expectResult(operation, [-2, -2, 0, 1, 2, -6, 4, 0.5], [2, 4]);
  });

  test('may share one slope', async () => {
    const weights = { gamma: tensorOf([1], [0.5]) };
    await expectResult({ op: 'LeakyReLU', attributes, weights }, [-1, -0.5, 0, 1, 2, -1.5, 4, 0.5]);
  });
});

describe('BatchNorm', () => {
  const weights = {
    gamma: tensorOf([2], [2, 3]),
    beta: tensorOf([2], [0, 10]),
    moving_mean: tensorOf([2], [1, 2]),
    moving_var: tensorOf([2], [4, 0]),
  };
  const normalised = (gamma: readonly number[], epsilon: number) =>
    [...image.data].map((x, i) =>
      i < 4 ? (gamma[0] * (x - 1)) / Math.sqrt(4 + epsilon) : (gamma[1] * (x - 2)) / Math.sqrt(epsilon) + 10,
    );

  test('takes gamma as 1 and eps as 1e-3 unless the file says otherwise', async () => {
    const result = await resultOf({ op: 'BatchNorm', weights }, image);
    for (const [i, value] of normalised([1, 1], 1e-3).entries()) expect(result.data[i]).toBeCloseTo(value, 3);
  });

  test('takes gamma and eps from the file', async () => {
    const attributes = { fix_gamma: 'False', eps: '0.25' };
    await expectResult({ op: 'BatchNorm', attributes, weights }, normalised([2, 3], 0.25));
  });

  test('works on rows', async () => {
    const operation = { op: 'BatchNorm', attributes: { eps: '0.25' }, weights, shape: '(-1, 2)' };
    const { data } = await resultOf(operation, image);
    expect(data[0]).toBeCloseTo(-3 / Math.sqrt(4.25), 5);
    expect(data[1]).toBeCloseTo(-3 / Math.sqrt(0.25) + 10, 5);
  });
});

describe('Convolution', () => {
  test('with groups, stride, padding and bias', async () => {
    const weights = {
      weight: tensorOf([2, 1, 1, 2], [1, 10, 2, 3]),
      bias: tensorOf([2], [0.5, 0]),
    };
    const attributes = { kernel: '(1, 2)', num_filter: '2', num_group: '2', pad: '(0, 1)', stride: '(2, 1)' };
    const expected = [-19.5, -11.5, -0.5, 6, -5, -6];
    await expectResult({ op: 'Convolution', attributes, weights }, expected, [1, 2, 1, 3]);
  });

  test('with dilation and without bias', async () => {
    const weights = { weight: tensorOf([1, 2, 2, 2], [1, 0, 0, 1, 1, 0, 0, 1]) };
    const attributes = {
      kernel: '(2, 2)',
      num_filter: '1',
      no_bias: 'True',
      pad: '(1, 1)',
      dilate: '(2, 2)',
    };
    // Its corners lie two apart: each result is the sum over both channels of two pixels of the padded 4x4.
    await expectResult({ op: 'Convolution', attributes, weights }, [1.5, 0, 0, 0], [1, 1, 2, 2]);
  });

  test('for other channels than the input has is refused', () => {
    const weights = { weight: tensorOf([1, 3, 1, 1], [1, 1, 1]) };
    const files = operationFiles({
      op: 'Convolution',
      attributes: { kernel: '(1, 1)', num_filter: '1', no_bias: 'True' },
      weights,
      shape: '(-1, 2, 1, 1)',
    });
    expect(() => importMxnet(files, { input: 'data', output: 'y' })).toThrow(/3 channels, not 2/);
  });
});

describe('FullyConnected', () => {
  const weights = {
    weight: tensorOf([1, 8], [1, 0, 0, 0, 0, 0, 0, 2]),
    bias: tensorOf([1], [100]),
  };

  test('lays an image out in a row', async () => {
    await expectResult({ op: 'FullyConnected', attributes: { num_hidden: '1' }, weights }, [99], [1, 1]);
  });

  test('does without a bias', async () => {
    const { weight } = weights;
    const attributes = { num_hidden: '1', no_bias: 'True' };
    await expectResult({ op: 'FullyConnected', attributes, weights: { weight } }, [-1], [1, 1]);
  });

  test('works on the last axis alone where flatten is off', async () => {
    const attributes = { num_hidden: '1', flatten: 'False' };
    const narrow = { weight: tensorOf([1, 2], [1, 2]), bias: tensorOf([1], [100]) };
    await expectResult(
      { op: 'FullyConnected', attributes, weights: narrow },
      [96, 102, 96, 105],
      [1, 2, 2, 1],
    );
  });
});

describe('shapes', () => {
  test('Flatten gives rows', async () => {
    await expectResult({ op: 'Flatten' }, each(Number), [1, 8]);
  });

  test('Reshape keeps a size at 0 and takes what is left at -1', async () => {
    await expectResult({ op: 'Reshape', attributes: { shape: '(0, -1, 4)' } }, each(Number), [1, 2, 4]);
  });

  test('the older spelling takes what is left at 0', async () => {
    await expectResult({ op: 'Reshape', attributes: { target_shape: '(0, 4)' } }, each(Number), [2, 4]);
  });

  test('Concat puts channels one behind the other', async () => {
    const weights = { more: tensorOf([1, 1, 2, 2], [7, 7, 7, 7]) };
    const operation = { op: 'Concat', attributes: { dim: '1', num_args: '2' }, weights };
    await expectResult(operation, [...image.data, 7, 7, 7, 7], [1, 3, 2, 2]);
  });
});

describe('two values', () => {
  const weights = { other: tensorOf([1, 2, 1, 1], [2, 4]) };
  const other = (i: number) => (i < 4 ? 2 : 4);

  test.each<[string, (x: number, y: number) => number]>([
    ['elemwise_add', (x, y) => x + y],
    ['_Plus', (x, y) => x + y],
    ['broadcast_add', (x, y) => x + y],
    ['add_n', (x, y) => x + y],
    ['elemwise_mul', (x, y) => x * y],
    ['broadcast_mul', (x, y) => x * y],
    ['elemwise_sub', (x, y) => x - y],
    ['broadcast_div', (x, y) => x / y],
  ])('%s', async (op, expected) => {
    await expectResult(
      { op, weights },
      [...image.data].map((x, i) => expected(x, other(i))),
    );
  });
});

describe('normalisation to unit length', () => {
  const lengths: Readonly<Record<string, (i: number) => number>> = {
    instance: () => Math.hypot(...image.data),
    channel: (i) => Math.hypot(image.data[i % 4], image.data[(i % 4) + 4]),
    spatial: (i) => Math.hypot(...image.data.subarray(i < 4 ? 0 : 4, i < 4 ? 4 : 8)),
  };

  test.each(Object.keys(lengths))('of each %s', async (mode) => {
    const expected = [...image.data].map((x, i) => x / lengths[mode](i));
    await expectResult({ op: 'L2Normalization', attributes: { mode } }, expected);
  });

  test('of nothing is nothing', async () => {
    const { data } = await resultOf({ op: 'L2Normalization' }, tensorOf([1, 1, 1, 2], [0, 0]));
    expect([...data]).toEqual([0, 0]);
  });
});

describe('softmax', () => {
  const shares = (values: readonly number[]) => {
    const powers = values.map(Math.exp);
    return powers.map((power) => power / powers.reduce((sum, value) => sum + value, 0));
  };

  test('runs along the last axis unless said', async () => {
    await expectResult({ op: 'softmax' }, shares([-2, -1]));
  });

  test('of training runs over the classes of a row and does not ask for labels', async () => {
    const operation = { op: 'SoftmaxOutput', shape: '(0, -1)', weights: { label: undefined } };
    await expectResult(operation, shares([...image.data]), [1, 8]);
  });

  test('of training runs over the classes of each place', async () => {
    const operation = { op: 'SoftmaxActivation', attributes: { mode: 'channel' } };
    await expectResult(operation, [shares([-2, 2])[0]]);
  });
});

test.each<[string, MxnetOperation]>([
  ['an operator that Quen does not know', { op: 'ROIPooling' }],
  ['the name of something every object has', { op: 'constructor' }],
  ['a function that is not known', { op: 'Activation', attributes: { act_type: 'toString' } }],
  ['a shape code of MXNet alone', { op: 'Reshape', attributes: { shape: '(-2, 2)' } }],
  ['sums of nothing on rows', { op: 'Pooling', attributes: { kernel: '(2, 2)' }, shape: '(0, -1)' }],
  ['a softmax over whole images', { op: 'SoftmaxActivation' }],
  ['an operand too few', { op: 'elemwise_add' }],
])('%s is refused with the node', (_, operation) => {
  expect(() => importMxnet(operationFiles(operation), { input: 'data', output: 'y' })).toThrow(
    expect.objectContaining({
      code: 'NETWORK_ARCHITECTURE_MISMATCH',
      message: expect.stringContaining(`the node y (${operation.op})`),
    }),
  );
});
