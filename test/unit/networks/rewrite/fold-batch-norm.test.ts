import { expect, test } from 'vitest';
import { GraphWriter } from '../../../../src/networks/onnx/graph-writer.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../../../src/networks/onnx/model.ts';
import { foldBatchNorm } from '../../../../src/networks/rewrite/fold-batch-norm.ts';
import { outputsOf } from '../../../support/real-networks.ts';

const EPSILON = 0.5;

/** x [1, 1, 1, 2] through a 1x1 Conv of two channels, weights 2 and -1, then a BatchNormalization, to y. */
function model({ bias, isShared = false, isFirst = false }: Options = {}): OnnxModel {
  const graph = new GraphWriter('made');
  graph.input('x', [1, 1, 1, 2]);
  const conv = (x: string, output?: string): string => {
    const kernel = graph.weight('kernel', [2, 1, 1, 1], Float32Array.of(2, -1));
    const rest = bias ? [graph.weight('bias', [2], Float32Array.from(bias))] : [];
    return graph.node('Conv', [x, kernel, ...rest], {}, output);
  };
  const channels = isFirst ? 1 : 2;
  const norm = (x: string, output?: string): string => {
    const values = { scale: [3, 1], shift: [10, 20], mean: [1, 2], variance: [8.5, 3.5] };
    const inputs = Object.entries(values).map(([name, value]) =>
      graph.weight(name, [channels], Float32Array.from(value.slice(0, channels))),
    );
    return graph.node('BatchNormalization', [x, ...inputs], { epsilon: { float: EPSILON } }, output);
  };
  if (isFirst) conv(norm('x'), 'y');
  else norm(conv('x', 'z'), 'y');
  graph.output('y', [1, 2, 1, 2]);
  if (isShared) graph.output('z', [1, 2, 1, 2]);
  return graph.model();
}

interface Options {
  readonly bias?: readonly number[];
  /** Whether the Conv's result is also an output. */
  readonly isShared?: boolean;
  /** Whether the BatchNormalization stands before the Conv. */
  readonly isFirst?: boolean;
}

const INPUT = { data: Float32Array.of(1, -2), dims: [1, 1, 1, 2] };

function operators({ nodes }: OnnxModel): string[] {
  return nodes.map(({ operator }) => operator);
}

test('Conv and BatchNormalization become one Conv that gives hand-worked numbers', async () => {
  const folded = foldBatchNorm(model());
  expect(operators(folded)).toEqual(['Conv']);
  // Channel 0: 3 / sqrt(8.5 + 0.5) = 1, so 1 * (2 x - 1) + 10. Channel 1: 1 / sqrt(3.5 + 0.5) = 0.5, so 0.5 * (-x - 2) + 20.
  const { y } = await outputsOf(encodeModel(folded), INPUT);
  expect([...y.data]).toEqual([11, 5, 18.5, 20]);
});

test('a bias that the Conv has already is scaled along', async () => {
  const { y } = await outputsOf(encodeModel(foldBatchNorm(model({ bias: [4, 6] }))), INPUT);
  expect([...y.data]).toEqual([15, 9, 21.5, 23]);
});

test('the weights that are idle afterwards are gone', () => {
  const names = foldBatchNorm(model({ bias: [4, 6] })).initializers.map(({ name }) => name);
  expect(names).toEqual(['y_quen_kernel', 'y_quen_bias']);
});

test('a folded model is the same after it went through its bytes', () => {
  const folded = foldBatchNorm(model());
  expect(encodeModel(decodeModel(encodeModel(folded)))).toEqual(encodeModel(folded));
});

test.each([
  ['a Conv whose result is needed elsewhere', { isShared: true }],
  ['a BatchNormalization before the Conv, whose padding it would change', { isFirst: true }],
])('%s stays as it is', (_, options) => {
  const unchanged = model(options);
  expect(foldBatchNorm(unchanged)).toBe(unchanged);
});
