import { expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import {
  type HeadArchitecture,
  initialParameters,
  parameterShapes,
} from '../../../../src/heads/training/architecture.ts';
import { batchFeeds, epochScalars } from '../../../../src/heads/training/epoch-plan.ts';
import { NOBODY } from '../../../../src/heads/training/labelled-embeddings.ts';
import type { StepRecipe } from '../../../../src/heads/training/recipe.ts';
import { gradientName } from '../../../../src/heads/training/state-tensors.ts';
import { trainingGraph } from '../../../../src/heads/training/training-graph.ts';
import { TrainingMemory } from '../../../../src/heads/training/training-memory.ts';
import { embeddingFeeds, runSteps } from '../../../../src/heads/training/training-run.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';
import { madePeople } from '../../../support/made-people.ts';
import { type Example, referenceLoss, type Weights } from '../../../support/reference-head-loss.ts';

const SIZES = { dimension: 5, classCount: 4 };
const BATCH = [0, 1, 2, 3, 4, 5, 6];
// With larger steps some hidden values pass the corner of ReLU between the two losses.
const STEP = 1e-6;

const architectures: [string, HeadArchitecture][] = [
  ['an MLP without dropout', { kind: 'mlp', ...SIZES, hiddenCount: 9, dropout: 0 }],
  ['an MLP with dropout', { kind: 'mlp', ...SIZES, hiddenCount: 9, dropout: 0.25 }],
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
  architectures.flatMap(([name, one]) =>
    (
      [
        [0, 'no row'],
        [0.1, 'no row'],
        [0, 'some rows'],
        [0.1, 'some rows'],
      ] as const
    ).map(([smoothing, nobody]) => [name, smoothing, nobody, one] as const),
  ),
)(
  'the gradient of %s with smoothing %f and %s of nobody is that of central differences',
  async (_, labelSmoothing, nobody, architecture) => {
    const example = madeExample(architecture, labelSmoothing, nobody === 'some rows' ? [1, 4] : []);
    const { loss, gradients } = await graphGradients(architecture, example);
    expect(loss).toBeCloseTo(referenceLoss(architecture, example, example.weights), 5);
    for (const { name } of parameterShapes(architecture)) {
      const expected = centralDifferences(architecture, example, name);
      const largest = Math.max(...expected.map(Math.abs));
      const differences = expected.map((value, i) => Math.abs(value - gradients[gradientName(name)].data[i]));
      expect(Math.max(...differences) / largest, name).toBeLessThan(1e-4);
    }
  },
);

function madeExample(
  architecture: HeadArchitecture,
  labelSmoothing: number,
  rowsOfNobody: readonly number[],
): Example & { weights: Weights } {
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
    labels: Array.from(labels, (label, row) => (rowsOfNobody.includes(row) ? NOBODY : label)),
    rows: BATCH,
    rowWeights,
    mask,
    labelSmoothing,
    weights: Object.fromEntries(weights),
  };
}

async function graphGradients(
  architecture: HeadArchitecture,
  example: Example & { weights: Weights },
): Promise<{ loss: number; gradients: TrainingMemory['gradients'] }> {
  const recipe: StepRecipe = {
    optimiser: { kind: 'sgd', momentum: 0 },
    labelSmoothing: example.labelSmoothing,
  };
  const session = await createSession(trainingGraph(architecture, recipe), { threads: 1 });
  const weightOf = (row: number): number => 1 + row;
  const feeds = {
    ...embeddingFeeds({ embeddings: example.embeddings, labels: Int32Array.from(example.labels) }),
    ...batchFeeds({ rows: BATCH, batchSize: BATCH.length, weightOf }),
    ...(architecture.kind === 'mlp' && architecture.dropout > 0
      ? maskOf(example, architecture.hiddenCount)
      : {}),
  };
  const memory = new TrainingMemory(architecture, recipe);
  memory.load(example.weights as Record<string, Float32Array>);
  const [loss] = await runSteps({ session, memory }, feeds, epochScalars(recipe, [0.1], 0));
  await session.release();
  return { loss, gradients: memory.gradients };
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
