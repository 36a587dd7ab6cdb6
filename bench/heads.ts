// Rows a second of training the method's head (512-2048-1000, dropout 0.25, Adam) in ONNX Runtime and in PyTorch, taking turns.
// Needs Debian's python3-torch with libopenblas0-pthread. npx tsx bench/heads.ts [threads, default 1] [rounds, default 9] prints a table.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createSession } from '../src/adapters/onnx/session.ts';
import type { MlpArchitecture } from '../src/heads/training/architecture.ts';
import { batchFeeds, maskFeeds, scalarFeeds } from '../src/heads/training/epoch-plan.ts';
import { ADAM, type TrainingRecipe } from '../src/heads/training/recipe.ts';
import { trainingGraph } from '../src/heads/training/training-graph.ts';
import { embeddingFeeds, runSteps } from '../src/heads/training/training-run.ts';
import { initialState } from '../src/heads/training/training-state.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { minAndMedian } from './statistics.ts';

const ROWS = 4096;
/** Rows trained on in one measurement, of which each side has one a round. */
const ROWS_TIMED = { 32: 1024, 256: 2048, 512: 4096 } as const;
/** A core's worth with AVX2 is 60 or more; the reference BLAS gives 5. */
const SOUND_GFLOPS = 20;
/** No spinning on a shared machine; freed memory is kept, which alone makes PyTorch 1.5 times as fast at batch 32. */
const KIND_TO_PYTORCH = {
  OMP_WAIT_POLICY: 'passive',
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: '-1',
  MALLOC_TOP_PAD_: '268435456',
};
const threads = Number(process.argv[2] ?? 1);
const rounds = Number(process.argv[3] ?? 9);
const head: MlpArchitecture = {
  kind: 'mlp',
  dimension: 512,
  hiddenCount: 2048,
  classCount: 1000,
  dropout: 0.25,
};
const recipe: TrainingRecipe = {
  optimiser: ADAM,
  labelSmoothing: 0,
  batchSize: 32,
  epochCount: 1,
  patience: 1,
  schedule: { kind: 'constant', rate: 1e-3 },
  seed: 1,
};

const random = seededRandom(1);
const shared = embeddingFeeds({
  embeddings: {
    data: Float32Array.from({ length: ROWS * head.dimension }, () => 0.15 * (random() - 0.5)),
    rows: ROWS,
    cols: head.dimension,
  },
  labels: Int32Array.from({ length: ROWS }, (_, row) => row % head.classCount),
});
const session = await createSession(trainingGraph(head, recipe), { threads });
let { tensors } = initialState(head, recipe);
let doneCount = 0;
const pytorch = startPytorch();
const gflops = await pytorch.answer();

console.log(`${threads} thread(s), ${rounds} rounds; PyTorch's matrix product: ${gflops.toFixed(1)} GFLOP/s`);
if (gflops < SOUND_GFLOPS)
  console.log('UNFAIR: PyTorch runs without a fast BLAS here; the figures mean nothing.');
console.log(
  '| batch | PyTorch, rows a second, median (best) | Quen | Quen over PyTorch, round by round: min, median |',
);
console.log('|---|---|---|---|');
for (const batch of [32, 256, 512] as const) {
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const pair = [await pytorch.rowsPerSecond(batch), await rowsPerSecond(batch)];
    if (round < 0) continue;
    theirs.push(pair[0]);
    ours.push(pair[1]);
  }
  const ratios = ours.map((rate, round) => rate / theirs[round]);
  console.log(`| ${batch} | ${speed(theirs)} | ${speed(ours)} | ${minAndMedian(ratios, 2)} |`);
}
pytorch.end();
await session.release();

/** Everything that an epoch costs, the drawing of its masks included. */
async function rowsPerSecond(batchSize: keyof typeof ROWS_TIMED): Promise<number> {
  const startedMs = performance.now();
  const stepCount = ROWS_TIMED[batchSize] / batchSize;
  const rows = Array.from({ length: stepCount * batchSize }, () => Math.floor(ROWS * random()));
  const feeds = {
    ...shared,
    ...batchFeeds({ rows, batchSize, weightOf: () => 1 }),
    ...scalarFeeds(recipe, new Array(stepCount).fill(1e-3), doneCount),
    ...maskFeeds(head, { stepCount, batchSize }, random),
  };
  const done = await runSteps(session, { architecture: head, optimiser: ADAM }, tensors, feeds);
  if (!done.losses.every(Number.isFinite)) throw new Error('The training diverged: its time means nothing.');
  tensors = done.tensors;
  doneCount += stepCount;
  return (1000 * rows.length) / (performance.now() - startedMs);
}

function speed(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return `${sorted[Math.floor((sorted.length - 1) / 2)].toFixed(0)} (${sorted.at(-1)?.toFixed(0)})`;
}

interface Pytorch {
  answer(): Promise<number>;
  rowsPerSecond(batch: keyof typeof ROWS_TIMED): Promise<number>;
  end(): void;
}

function startPytorch(): Pytorch {
  const sizes = [head.dimension, head.hiddenCount, head.classCount, ROWS, threads].map(String);
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'heads.py'), ...sizes], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...KIND_TO_PYTORCH, OPENBLAS_NUM_THREADS: String(threads) },
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<number> => Number((await answers.next()).value);
  return {
    answer,
    rowsPerSecond: async (batch) => {
      child.stdin.write(`${batch} ${ROWS_TIMED[batch] / batch}\n`);
      return ROWS_TIMED[batch] / (await answer());
    },
    end: () => child.stdin.end(),
  };
}
