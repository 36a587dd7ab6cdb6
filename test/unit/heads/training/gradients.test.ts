import { expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import {
  elementCount,
  type HeadArchitecture,
  initialParameters,
  parameterShapes,
} from '../../../../src/heads/training/architecture.ts';
import { batchFeeds, scalarFeeds } from '../../../../src/heads/training/epoch-plan.ts';
import type { StepRecipe } from '../../../../src/heads/training/recipe.ts';
import { trainingGraph } from '../../../../src/heads/training/training-graph.ts';
import { embeddingFeeds, runSteps } from '../../../../src/heads/training/training-run.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';
import { madePeople } from '../../../support/made-people.ts';
import { type Example, referenceLoss, type Weights } from '../../../support/reference-head-loss.ts';

const SIZES = { dimension: 5, classCount: 4 };
const BATCH = [0, 1, 2, 3, 4, 5, 6];
// With larger steps some of the 4200 hidden values pass the corner of ReLU between the two losses.
const STEP = 1e-6;

const architectures: [string, HeadArchitecture][] = [
  ['an MLP without dropout', { kind: 'mlp', ...SIZES, hiddenCount: 9, dropout: 0 }],
  ['an MLP with dropout', { kind: 'mlp', ...SIZES, hiddenCount: 9, dropout: 0.25 }],
  ['an MLP of three slices', { kind: 'mlp', ...SIZES, hiddenCount: 600, dropout: 0.25 }],
  ['a linear softmax', { kind: 'linear', ...SIZES }],
  ['a cosine softmax', { kind: 'cosine', ...SIZES, scale: 6, margin: { kind: 'additive-cosine', size: 0 } }],
  ['CosFace', { kind: 'cosine', ...SIZES, scale: 6, margin: { kind: 'additive-cosine', size: 0.3 } }],
  ['ArcFace', { kind: 'cosine', ...SIZES, scale: 6, margin: { kind: 'additive-angle', size: 0.5 } }],
  [
    'ArcFace past its turn',
    { kind: 'cosine', ...SIZES, scale: 6, margin: { kind: 'additive-angle', size: 2 } },
  ],
];

test.each(
  architectures.flatMap(([name, one]) => [0, 0.1].map((smoothing) => [name, smoothing, one] as const)),
)(
  'the gradient of %s with smoothing %f is that of central differences',
  async (_, labelSmoothing, architecture) => {
    const example = madeExample(architecture, labelSmoothing);
    const { loss, gradients } = await graphGradients(architecture, example);
    expect(loss).toBeCloseTo(referenceLoss(architecture, example, example.weights), 5);
    for (const { name } of parameterShapes(architecture)) {
      const expected = centralDifferences(architecture, example, name);
      const largest = Math.max(...expected.map(Math.abs));
      const differences = expected.map((value, i) => Math.abs(value - gradients[`${name}_momentum`][i]));
      expect(Math.max(...differences) / largest, name).toBeLessThan(1e-4);
    }
  },
);

function madeExample(architecture: HeadArchitecture, labelSmoothing: number): Example & { weights: Weights } {
  const random = seededRandom(3);
  const { embeddings, labels } = madePeople({ ...SIZES, rowsPerClass: 2 }, { noise: 0.5 });
  const hiddenCount = architecture.kind === 'mlp' ? architecture.hiddenCount : 0;
  const dropout = architecture.kind === 'mlp' ? architecture.dropout : 0;
  const mask = Float32Array.from({ length: BATCH.length * hiddenCount }, () =>
    random() < dropout ? 0 : 1 / (1 - dropout),
  );
  const start = initialParameters(architecture, random);
  const weights = Object.entries(start).map(([name, values]) => [
    name,
    Float32Array.from(values, () => random() - 0.5),
  ]);
  const rowWeights = Float32Array.from(BATCH, (row) => (1 + row) / 28);
  return {
    embeddings,
    labels: Array.from(labels),
    rows: BATCH,
    rowWeights,
    mask,
    labelSmoothing,
    weights: Object.fromEntries(weights),
  };
}

/** The momentum after one step from none is the gradient. */
async function graphGradients(
  architecture: HeadArchitecture,
  example: Example & { weights: Weights },
): Promise<{ loss: number; gradients: Record<string, Float32Array> }> {
  const recipe: StepRecipe = {
    optimiser: { kind: 'sgd', momentum: 0 },
    labelSmoothing: example.labelSmoothing,
  };
  const session = await createSession(trainingGraph(architecture, recipe), { threads: 1 });
  const shapes = parameterShapes(architecture);
  const still = shapes.map(({ name, dims }) => [`${name}_momentum`, new Float32Array(elementCount(dims))]);
  const weightOf = (row: number): number => 1 + row;
  const feeds = {
    ...embeddingFeeds({ embeddings: example.embeddings, labels: Int32Array.from(example.labels) }),
    ...batchFeeds({ rows: BATCH, batchSize: BATCH.length, weightOf }),
    ...scalarFeeds(recipe, [0.1], 0),
    ...(architecture.kind === 'mlp' && architecture.dropout > 0
      ? maskOf(example, architecture.hiddenCount)
      : {}),
  };
  const run = { architecture, optimiser: recipe.optimiser };
  const tensors = { ...example.weights, ...Object.fromEntries(still) };
  const done = await runSteps(session, run, tensors, feeds);
  await session.release();
  return { loss: done.losses[0], gradients: done.tensors };
}

function maskOf({ mask }: Example, hiddenCount: number) {
  return {
    masks: { data: mask, dims: [BATCH.length, hiddenCount] },
    mask_rows: { data: BigInt64Array.from(BATCH, BigInt), dims: [1, BATCH.length] },
  };
}

function centralDifferences(
  architecture: HeadArchitecture,
  example: Example & { weights: Weights },
  name: string,
): number[] {
  return Array.from(example.weights[name], (value, i) => {
    const lossAt = (moved: number): number => {
      const values = Float64Array.from(example.weights[name]);
      values[i] = moved;
      return referenceLoss(architecture, example, { ...example.weights, [name]: values });
    };
    return (lossAt(value + STEP) - lossAt(value - STEP)) / (2 * STEP);
  });
}
