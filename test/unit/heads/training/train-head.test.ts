import { expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import type { HeadArchitecture } from '../../../../src/heads/training/architecture.ts';
import { NOBODY } from '../../../../src/heads/training/labelled-embeddings.ts';
import { predictWith } from '../../../../src/heads/training/predict.ts';
import { predictionGraph } from '../../../../src/heads/training/prediction-graph.ts';
import { ADAM, type TrainingRecipe } from '../../../../src/heads/training/recipe.ts';
import {
  type OpenGraph,
  type TrainingRequest,
  trainHead,
} from '../../../../src/heads/training/train-head.ts';
import {
  type EpochReport,
  parametersOf,
  type TrainingState,
} from '../../../../src/heads/training/training-state.ts';
import { madePeople } from '../../../support/made-people.ts';

const SIZES = { dimension: 16, classCount: 6 };
const MLP: HeadArchitecture = { kind: 'mlp', ...SIZES, hiddenCount: 80, dropout: 0.25 };
const RECIPE: TrainingRecipe = {
  optimiser: ADAM,
  labelSmoothing: 0,
  batchSize: 32,
  epochCount: 12,
  patience: 20,
  schedule: { kind: 'constant', rate: 0.01 },
  seed: 5,
};
const training = madePeople({ ...SIZES, rowsPerClass: 7 }, { noise: 0.5 });
const validation = madePeople({ ...SIZES, rowsPerClass: 5 }, { noise: 0.5, seed: 2 });
const open: OpenGraph = async (graph) => await createSession(graph, { threads: 1 });

function request(
  changes: Partial<TrainingRequest> = {},
  recipe: Partial<TrainingRecipe> = {},
): TrainingRequest {
  return { architecture: MLP, recipe: { ...RECIPE, ...recipe }, training, validation, ...changes };
}

const learners: [string, HeadArchitecture][] = [
  ['the MLP', MLP],
  ['a linear softmax', { kind: 'linear', ...SIZES }],
  ['CosFace', { kind: 'cosine', ...SIZES, scale: 16, margin: { kind: 'additive-cosine', size: 0.2 } }],
  ['ArcFace', { kind: 'cosine', ...SIZES, scale: 16, margin: { kind: 'additive-angle', size: 0.3 } }],
];

test.each(learners)('%s learns people who lie apart without a mistake', async (_, architecture) => {
  const { epochs, state } = await trainHead(request({ architecture }, { epochCount: 40 }), open);
  expect(state.best?.accuracy).toBe(1);
  expect(epochs.at(-1)?.loss).toBeLessThan(epochs[0].loss);
});

test('SGD with momentum learns them too', async () => {
  const optimiser = { kind: 'sgd', momentum: 0.9 } as const;
  const { state } = await trainHead(request({}, { optimiser, epochCount: 60 }), open);
  expect(state.best?.accuracy).toBe(1);
});

test('one seed gives the same bytes, another seed others', async () => {
  const first = await trainHead(request(), open);
  const second = await trainHead(request(), open);
  const other = await trainHead(request({}, { seed: 6 }), open);
  expect(second.state).toEqual(first.state);
  expect(other.state.tensors).not.toEqual(first.state.tensors);
});

test('a training that goes on from a kept state ends where an unbroken one does', async () => {
  const kept: TrainingState[] = [];
  const whole = await trainHead(request(), open, {
    onEpoch: (_, state) => {
      kept.push(structuredClone(state));
    },
  });
  const resumed = await trainHead(request(), open, { resumeFrom: kept[4] });
  expect(resumed.epochs).toEqual(whole.epochs);
  expect(resumed.state).toEqual(whole.state);
  expect(resumed.parameters).toEqual(whole.parameters);
});

test('training stops when validation has not improved for as many epochs as its patience, and keeps the best', async () => {
  const { stoppedBy, epochs, state, parameters } = await trainHead(
    request({}, { patience: 3, epochCount: 200 }),
    open,
  );
  const best = epochs.findIndex(({ accuracy }) => accuracy === state.best?.accuracy);
  expect(stoppedBy).toBe('patience');
  expect(epochs).toHaveLength(best + 4);
  expect(parameters).toBe(state.best?.parameters);
});

test('a report has the epoch, a loss, the accuracy and the rate of the schedule', async () => {
  const reports: EpochReport[] = [];
  const schedule = { kind: 'exp-range', base: 0, max: 0.01, gamma: 1, halfCycleEpochs: 1 } as const;
  const onEpoch = (report: EpochReport): void => void reports.push(report);
  await trainHead(request({}, { schedule, epochCount: 2 }), open, { onEpoch });
  // 42 rows in batches of 32 are two steps; the last step of an epoch is half a cycle less one step from its start.
  expect(reports.map(({ epoch, rate }) => [epoch, rate])).toEqual([
    [0, 0.005],
    [1, 0.005],
  ]);
  expect(reports[0].loss).toBeCloseTo(Math.log(SIZES.classCount), 0);
});

test('a rate that makes the loss infinite ends the training with what came before', async () => {
  const { stoppedBy, parameters } = await trainHead(
    request({}, { schedule: { kind: 'constant', rate: 1e38 }, epochCount: 5 }),
    open,
  );
  expect(stoppedBy).toBe('divergence');
  expect(Object.values(parameters).every((values) => values.every(Number.isFinite))).toBe(true);
});

test('a class that weighs nothing is not learnt', async () => {
  const classWeights = Float32Array.of(0, 1, 1, 1, 1, 1);
  const head = await trainHead(request({ classWeights }, { epochCount: 20 }), open);
  const session = await open(predictionGraph(MLP));
  const { data } = await predictWith({ ...head, session }, validation.embeddings, 'probabilities');
  await session.release();
  const ofFirstClass = Array.from({ length: 5 }, (_, n) => data[n * 6 * 6]);
  // A class drawn by lot would have 1/6.
  expect(Math.max(...ofFirstClass)).toBeLessThan(0.25);
});

test('strangers given as rows of nobody get nearly even probabilities, and people still their own', async () => {
  const strangers = madePeople({ ...SIZES, rowsPerClass: 7 }, { noise: 3, seed: 9 }).embeddings;
  const labels = [...training.labels, ...new Int32Array(strangers.rows).fill(NOBODY)];
  const rows = training.embeddings.rows + strangers.rows;
  const data = Float32Array.from([...training.embeddings.data, ...strangers.data]);
  const mixed = { embeddings: { data, rows, cols: SIZES.dimension }, labels: Int32Array.from(labels) };
  const recipe = { epochCount: 60, patience: 60 };
  const highest = async (nobodyWeight: number): Promise<number> => {
    const head = await trainHead(request({ training: mixed, nobodyWeight }, recipe), open);
    expect(head.state.best?.accuracy).toBe(1);
    const last = { ...head, parameters: parametersOf(head.state.tensors, MLP, RECIPE) };
    const session = await open(predictionGraph(MLP));
    const { data: shares } = await predictWith({ ...last, session }, strangers, 'probabilities');
    await session.release();
    return strangersTop(shares, strangers.rows);
  };
  const [told, untold] = [await highest(1), await highest(0)];
  expect(told).toBeLessThan(0.4);
  expect(untold).toBeGreaterThan(0.8);
});

test('validation rows of nobody do not count for accuracy', async () => {
  const labels = validation.labels.map((label, row) => (row < 6 ? NOBODY : label));
  const { state } = await trainHead(
    request({ validation: { ...validation, labels } }, { epochCount: 40 }),
    open,
  );
  expect(state.best?.accuracy).toBe(1);
});

test('only the rows that are named are learnt from', async () => {
  const rows = Int32Array.of(1, 7, 13);
  const { state } = await trainHead(request({ training: { ...training, rows } }, { epochCount: 10 }), open);
  expect(state.doneStepCount).toBe(10);
  expect(state.best?.accuracy).toBeLessThan(0.5);
});

test('an epoch takes one row of each group, and over epochs all of them', async () => {
  const groupOf = training.labels;
  const { state } = await trainHead(
    request({ groupOf }, { epochCount: 40, batchSize: 6, patience: 40 }),
    open,
  );
  // Six groups, one for each person: a step an epoch.
  expect(state.doneStepCount).toBe(40);
  expect(state.best?.accuracy).toBeGreaterThan(0.9);
});

test('without validation the last epoch is kept', async () => {
  const { validation: _, ...rest } = request({}, { epochCount: 2 });
  const { parameters, state, epochs } = await trainHead(rest, open);
  expect(parameters.hidden_weight).toEqual(state.tensors.hidden_weight);
  expect(epochs[0]).not.toHaveProperty('accuracy');
});

test('one identity alone trains without a fault', async () => {
  const alone = { kind: 'linear', dimension: 16, classCount: 1 } as const;
  const one = madePeople({ dimension: 16, classCount: 1, rowsPerClass: 1 }, { noise: 0 });
  const { epochs } = await trainHead(
    request({ architecture: alone, training: one, validation: one }, { epochCount: 1 }),
    open,
  );
  expect(epochs).toMatchObject([{ accuracy: 1 }]);
});

test('training stops on request', async () => {
  await expect(trainHead(request(), open, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'ABORTED',
  });
});

const broken: [string, Partial<TrainingRequest>, RegExp][] = [
  ['a value that is no number', { training: withValue(Number.NaN) }, /Row 3 for training/],
  ['an infinite value', { validation: withValue(Number.POSITIVE_INFINITY) }, /Row 3 for validation/],
  ['another length', { architecture: { ...MLP, dimension: 8 } }, /length 16; the head takes 8/],
  [
    'a label past the classes',
    { training: { ...training, labels: training.labels.map(() => 6) } },
    /label 6 of row 0/,
  ],
  [
    'a label below that of nobody',
    { training: { ...training, labels: training.labels.map(() => -2) } },
    /label -2 of row 0/,
  ],
  [
    'rows of nobody alone',
    { training: { ...training, labels: training.labels.map(() => NOBODY) } },
    /All embeddings for training are of nobody/,
  ],
  [
    'too few labels',
    { training: { ...training, labels: new Int32Array(3) } },
    /42 embeddings .* have 3 labels/,
  ],
  ['too few groups', { groupOf: new Int32Array(3) }, /42 embeddings have 3 groups/],
  [
    'a row that is not there',
    { training: { ...training, rows: Int32Array.of(0, 42) } },
    /no row 42 among the 42 for training/,
  ],
];

test('a state of another head is refused', async () => {
  const resumeFrom = { doneEpochCount: 1, doneStepCount: 1, tensors: {}, epochs: [] };
  await expect(trainHead(request(), open, { resumeFrom })).rejects.toMatchObject({
    code: 'DIMENSION_MISMATCH',
    message: expect.stringMatching(/holds no values of hidden_weight/),
  });
});

test.each(broken)('%s is refused with what is wrong', async (_, changes, message) => {
  await expect(trainHead(request(changes), open)).rejects.toMatchObject({
    code: 'DIMENSION_MISMATCH',
    message: expect.stringMatching(message),
  });
});

/** Mean over rows of the highest probability. */
function strangersTop(shares: Float32Array, rows: number): number {
  const tops = Array.from({ length: rows }, (_, n) =>
    Math.max(...shares.subarray(n * SIZES.classCount, (n + 1) * SIZES.classCount)),
  );
  return tops.reduce((sum, top) => sum + top, 0) / rows;
}

function withValue(value: number): TrainingRequest['training'] {
  const data = training.embeddings.data.slice();
  data[3 * SIZES.dimension + 2] = value;
  return { ...training, embeddings: { ...training.embeddings, data } };
}
