// Whether heads of one shape are trained faster stacked in one graph, by batched products, than one after the other.
// Times loss and gradients alone: the update of weights costs the same either way. npx tsx bench/stacked-heads.ts [rounds, default 15]
import { loadavg } from 'node:os';
import { createSession } from '../src/adapters/onnx/session.ts';
import type { IntegerTensor, Tensor } from '../src/core/tensor.ts';
import { elementCount, type HeadArchitecture, parameterShapes } from '../src/heads/training/architecture.ts';
import { addCrossEntropy } from '../src/heads/training/cross-entropy.ts';
import { gradientName } from '../src/heads/training/state-tensors.ts';
import { trainingGraph } from '../src/heads/training/training-graph.ts';
import { GraphWriter } from '../src/networks/onnx/graph-writer.ts';
import { encodeModel } from '../src/networks/onnx/model.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { medianOf, minAndMedian } from './statistics.ts';

type Feeds = Record<string, Tensor | IntegerTensor>;

/** Multiplications of weights and rows timed in a round, in millions, so that each shape takes about as long. */
const MILLIONS_A_ROUND = 1500;
const DIMENSION = 512;
const rounds = Number(process.argv[2] ?? 15);
const random = seededRandom(1);
const linear = (classCount: number): HeadArchitecture => ({
  kind: 'linear',
  dimension: DIMENSION,
  classCount,
});
const mlp = (hiddenCount: number): HeadArchitecture => ({
  kind: 'mlp',
  dimension: DIMENSION,
  hiddenCount,
  classCount: 1000,
  dropout: 0,
});
const heads: [string, HeadArchitecture][] = [
  ['512-50', linear(50)],
  ['512-1000', linear(1000)],
  ['512-256-1000', mlp(256)],
  ['512-2048-1000', mlp(2048)],
];

console.log(
  '| head | heads | batch | ms a step of all: in turn | stacked | in turn over stacked: min, median |',
);
console.log('|---|---|---|---|---|---|');
for (const [name, head] of heads)
  for (const count of [5, 20])
    for (const batch of [32, 256])
      console.log(`| ${name} | ${count} | ${batch} | ${await compare(head, count, batch)} |`);
console.log(`One thread, ${rounds} rounds, load ${loadavg()[0].toFixed(1)}`);

async function compare(head: HeadArchitecture, count: number, batch: number): Promise<string> {
  const turns = await inTurn(head, count, batch);
  const stack = await stacked(head, count, batch);
  const weights = parameterShapes(head).reduce((sum, { dims }) => sum + elementCount(dims), 0);
  const steps = Math.max(1, Math.round((MILLIONS_A_ROUND * 1e6) / (weights * count * batch)));
  const [first, second]: number[][] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const pair = [await msAStep(turns.step, steps), await msAStep(stack.step, steps)];
    if (round < 0) continue;
    first.push(pair[0]);
    second.push(pair[1]);
  }
  await Promise.all([turns.release(), stack.release()]);
  const ratios = first.map((ms, round) => ms / second[round]);
  return `${medianOf(first).toFixed(2)} | ${medianOf(second).toFixed(2)} | ${minAndMedian(ratios, 2)}`;
}

async function msAStep(step: () => Promise<unknown>, steps: number): Promise<number> {
  const startedMs = performance.now();
  for (let done = 0; done < steps; done++) await step();
  return (performance.now() - startedMs) / steps;
}

interface Training {
  step(): Promise<unknown>;
  release(): Promise<void>;
}

async function inTurn(head: HeadArchitecture, count: number, batch: number): Promise<Training> {
  const session = await createSession(trainingGraph(head, { labelSmoothing: 0 }), { threads: 1 });
  const rows = {
    embeddings: madeTensor([batch, DIMENSION]),
    labels: madeLabels(batch, head.classCount),
    batches: { data: BigInt64Array.from({ length: batch }, (_, row) => BigInt(row)), dims: [1, batch] },
    row_weights: { data: new Float32Array(batch).fill(1 / batch), dims: [1, batch, 1] },
    step: { data: BigInt64Array.of(0n), dims: [] },
  };
  const shapes = parameterShapes(head);
  const each = Array.from({ length: count }, () => ({
    feeds: { ...rows, ...madeTensors(shapes.map(({ name, dims }) => [name, dims])) } as Feeds,
    into: madeTensors(shapes.map(({ name, dims }) => [gradientName(name), dims])),
  }));
  const step = async (): Promise<void> => {
    for (const { feeds, into } of each) await session.run(feeds, into);
  };
  return { step, release: () => session.release() };
}

async function stacked(head: HeadArchitecture, count: number, batch: number): Promise<Training> {
  const session = await createSession(stackedGraph(head, count, batch), { threads: 1 });
  const shapes = parameterShapes(head);
  const feeds: Feeds = {
    rows: madeTensor([count, batch, DIMENSION]),
    labels: madeLabels(count * batch, head.classCount),
    row_weights: { data: new Float32Array(count * batch).fill(1 / batch), dims: [count * batch, 1] },
    ...madeTensors(shapes.map(({ name, dims }) => [name, stackedDims(dims, count)])),
  };
  const into = madeTensors(shapes.map(({ name, dims }) => [gradientName(name), stackedDims(dims, count)]));
  return { step: () => session.run(feeds, into), release: () => session.release() };
}

/** The same loss and gradients as `trainingGraph`, for as many heads side by side as `count` says. */
function stackedGraph(head: HeadArchitecture, count: number, batch: number): Uint8Array {
  const writer = new GraphWriter('stacked heads');
  const { classCount } = head;
  writer.input('rows', [count, batch, DIMENSION]);
  writer.input('labels', [count * batch, 1], 'int64');
  writer.input('row_weights', [count * batch, 1]);
  const shapes = parameterShapes(head);
  for (const { name, dims } of shapes) writer.input(name, stackedDims(dims, count));
  const turned = (value: string): string => writer.node('Transpose', [value], { perm: [0, 2, 1] });
  const dense = (value: string, layer: string): string =>
    writer.node('Add', [writer.node('MatMul', [value, `${layer}weight`]), `${layer}bias`]);
  const give = (parameter: string, value: string, dims: readonly number[]): void => {
    writer.node('Identity', [value], {}, gradientName(parameter));
    writer.output(gradientName(parameter), [count, ...dims]);
  };
  const giveLayer = (layer: string, from: string, slope: string, sizes: readonly [number, number]): void => {
    give(`${layer}weight`, writer.node('MatMul', [turned(from), slope]), sizes);
    give(`${layer}bias`, writer.node('ReduceSum', [slope, writer.integers([1])]), [1, sizes[1]]);
  };

  const units = head.kind === 'mlp' ? writer.node('Relu', [dense('rows', 'hidden_')]) : 'rows';
  const [last, lastSize] =
    head.kind === 'mlp' ? (['output_', head.hiddenCount] as const) : (['', DIMENSION] as const);
  const flat = writer.node('Reshape', [dense(units, last), writer.integers([count * batch, classCount])]);
  const scored = { scores: flat, labels: 'labels', rowWeights: 'row_weights' };
  const { loss, slope } = addCrossEntropy(writer, scored, { labelSmoothing: 0, classCount });
  const slopes = writer.node('Reshape', [slope, writer.integers([count, batch, classCount])]);
  giveLayer(last, units, slopes, [lastSize, classCount]);
  if (head.kind === 'mlp') {
    const back = writer.node('MatMul', [slopes, turned('output_weight')]);
    const isOn = writer.node('Greater', [units, writer.scalar(0)]);
    const hiddenSlope = writer.node('Where', [isOn, back, writer.scalar(0)]);
    giveLayer('hidden_', 'rows', hiddenSlope, [DIMENSION, head.hiddenCount]);
  }
  writer.output(writer.node('Identity', [loss], {}, 'loss'), []);
  return encodeModel(writer.model());
}

/** Biases are [K, 1, N], so that they spread over the rows of a batch. */
function stackedDims(dims: readonly number[], count: number): number[] {
  return dims.length === 1 ? [count, 1, ...dims] : [count, ...dims];
}

function madeTensors(shapes: readonly (readonly [string, readonly number[]])[]): Record<string, Tensor> {
  return Object.fromEntries(shapes.map(([name, dims]) => [name, madeTensor(dims)]));
}

function madeTensor(dims: readonly number[]): Tensor {
  return { data: Float32Array.from({ length: elementCount(dims) }, () => 0.1 * (random() - 0.5)), dims };
}

function madeLabels(rowCount: number, classCount: number): IntegerTensor {
  const data = BigInt64Array.from({ length: rowCount }, (_, row) => BigInt(row % classCount));
  return { data, dims: [rowCount, 1] };
}
