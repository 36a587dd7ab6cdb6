import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { HeadArchitecture, Margin } from '../../src/heads/training/architecture.ts';
import { elementCount } from '../../src/heads/training/architecture.ts';
import { epochScalars, type Feeds } from '../../src/heads/training/epoch-plan.ts';
import type { StepRecipe } from '../../src/heads/training/recipe.ts';
import { stateTensors } from '../../src/heads/training/state-tensors.ts';
import { trainingGraph } from '../../src/heads/training/training-graph.ts';
import { TrainingMemory } from '../../src/heads/training/training-memory.ts';
import { runSteps } from '../../src/heads/training/training-run.ts';

interface Case extends StepRecipe {
  readonly kind: HeadArchitecture['kind'];
  /** Whether every third row is of nobody. */
  readonly hasNobody?: boolean;
  readonly scale?: number;
  readonly margin?: Margin;
  readonly embeddings: number[];
  readonly labels: number[];
  readonly batches: number[];
  readonly rowWeights: number[];
  readonly masks: number[];
  readonly start: Record<string, number[]>;
  readonly losses: number[];
  readonly end: Record<string, number[]>;
}

interface Golden {
  readonly rowCount: number;
  readonly dimension: number;
  readonly hiddenCount: number;
  readonly classCount: number;
  readonly batchSize: number;
  readonly stepCount: number;
  readonly dropout: number;
  readonly rates: number[];
  readonly cases: readonly Case[];
}

const golden = JSON.parse(readFileSync(new URL('heads.json', import.meta.url), 'utf8')) as Golden;

const named = golden.cases.map(
  (one) =>
    [
      `${one.kind} ${one.margin?.kind ?? ''} ${one.optimiser.kind} ${one.weightDecay?.kind ?? ''}${one.hasNobody ? 'with rows of nobody' : ''}`,
      one,
    ] as const,
);

test.each(named)('four steps of %s agree with PyTorch to 1e-4', async (_, one) => {
  const architecture = architectureOf(one);
  const session = await createSession(trainingGraph(architecture, one), { threads: 1 });
  const start = stateTensors(architecture, one.optimiser).map(({ name, role, dims }) => [
    name,
    role === 'value' ? Float32Array.from(one.start[name]) : new Float32Array(elementCount(dims)),
  ]);
  const memory = new TrainingMemory(architecture, one);
  memory.load(Object.fromEntries(start));
  const losses = await runSteps({ session, memory }, feedsOf(one), epochScalars(one, golden.rates, 0));
  const tensors = memory.copy();
  await session.release();

  expect(largestDifference(one.losses, losses)).toBeLessThan(1e-4);
  for (const [name, values] of Object.entries(one.end))
    expect(largestDifference(values, tensors[name]), name).toBeLessThan(1e-4);
});

function architectureOf({
  kind,
  scale = 1,
  margin = { kind: 'additive-cosine', size: 0 },
}: Case): HeadArchitecture {
  const { dimension, classCount, hiddenCount, dropout } = golden;
  if (kind === 'mlp') return { kind, dimension, classCount, hiddenCount, dropout };
  return kind === 'linear' ? { kind, dimension, classCount } : { kind, dimension, classCount, scale, margin };
}

function feedsOf(one: Case): Feeds {
  const { rowCount, dimension, hiddenCount, batchSize, stepCount } = golden;
  const int64 = (values: readonly number[]): BigInt64Array => BigInt64Array.from(values, BigInt);
  const maskRows = Array.from({ length: stepCount * batchSize }, (_, place) => place);
  const masks = {
    masks: { data: Float32Array.from(one.masks), dims: [maskRows.length, hiddenCount] },
    mask_rows: { data: int64(maskRows), dims: [stepCount, batchSize] },
  };
  return {
    embeddings: { data: Float32Array.from(one.embeddings), dims: [rowCount, dimension] },
    labels: { data: int64(one.labels), dims: [rowCount, 1] },
    batches: { data: int64(one.batches), dims: [stepCount, batchSize] },
    row_weights: { data: Float32Array.from(one.rowWeights), dims: [stepCount, batchSize, 1] },
    ...(one.kind === 'mlp' ? masks : {}),
  };
}

/** Over the largest expected value. */
function largestDifference(expected: readonly number[], given: Float32Array): number {
  expect(given.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - given[i]))) / largest;
}
