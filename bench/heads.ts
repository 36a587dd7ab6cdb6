// Rows a second of training the method's head (512-2048-1000, dropout 0.25, Adam) in Quen and in PyTorch, taking turns.
// On a shared machine compare processor seconds, which waiting for a core does not lengthen.
// Needs Debian's python3-torch with libopenblas0-pthread. npx tsx bench/heads.ts [threads, default 1] [rounds, default 15] prints a table.
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createSession } from '../src/adapters/onnx/session.ts';
import type { MlpArchitecture } from '../src/heads/training/architecture.ts';
import { batchFeeds, epochScalars, maskFeeds } from '../src/heads/training/epoch-plan.ts';
import { ADAM, type TrainingRecipe } from '../src/heads/training/recipe.ts';
import { trainingGraph } from '../src/heads/training/training-graph.ts';
import { TrainingMemory } from '../src/heads/training/training-memory.ts';
import { embeddingFeeds, runSteps } from '../src/heads/training/training-run.ts';
import { initialState } from '../src/heads/training/training-state.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { medianOf, minAndMedian } from './statistics.ts';

const ROWS = 4096;
/** Rows trained on in one measurement, of which each side has one a round. */
const ROWS_TIMED = { 32: 1024, 256: 1024, 512: 2048 } as const;
type BatchSize = keyof typeof ROWS_TIMED;
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
const rounds = Number(process.argv[3] ?? 15);
const head: MlpArchitecture = {
  kind: 'mlp',
  dimension: 512,
  hiddenCount: 2048,
  classCount: 1000,
  dropout: 0.25,
};
/** Multiplications and additions of a row: each weight is used forward and for its gradient, the output's back too. */
const FLOP_A_ROW = 2 * head.hiddenCount * (2 * head.dimension + 3 * head.classCount);
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
const memory = new TrainingMemory(head, recipe);
let { tensors } = initialState(head, recipe);
let doneCount = 0;
const pytorch = startPytorch();
await pytorch.ready;

const products = [await pytorch.gflops()];
if (products[0] < SOUND_GFLOPS)
  console.log('UNFAIR: PyTorch runs without a fast BLAS here; the figures mean nothing.');
console.log(
  '| batch | PyTorch, rows a second, median (best) | Quen | Quen over PyTorch, round by round: min, median | the same by processor seconds | Quen, GFLOP/s, best | share of sgemm, best |',
);
console.log('|---|---|---|---|---|---|---|');
for (const batch of [32, 256, 512] as const) {
  const [theirs, ours]: Speed[][] = [[], []];
  for (let round = -1; round < rounds; round++) {
    const [their, our] = [await pytorch.speed(batch), await ownSpeed(batch)];
    const product = await pytorch.gflops();
    if (round < 0) continue;
    theirs.push(their);
    ours.push(our);
    products.push(product);
  }
  const ratios = (by: keyof Speed): string =>
    minAndMedian(
      ours.map((speed, round) => speed[by] / theirs[round][by]),
      2,
    );
  const best = (Math.max(...ours.map(({ rowsASecond }) => rowsASecond)) * FLOP_A_ROW) / 1e9;
  const share = `${((100 * best) / Math.max(...products)).toFixed(0)} %`;
  console.log(
    `| ${batch} | ${shown(theirs)} | ${shown(ours)} | ${ratios('rowsASecond')} | ${ratios('rowsABusySecond')} | ${best.toFixed(0)} | ${share} |`,
  );
}
const load = loadavg()[0].toFixed(1);
console.log(
  `${threads} thread(s), ${rounds} rounds, load ${load}; sgemm of OpenBLAS through numpy, 1024 x 1024: ${medianOf(products).toFixed(0)} (${Math.max(...products).toFixed(0)}) GFLOP/s`,
);
pytorch.end();
await session.release();

interface Speed {
  readonly rowsASecond: number;
  /** By the seconds in which a processor was busy with it. */
  readonly rowsABusySecond: number;
}

/** Everything that an epoch costs, the drawing of its masks and the copy of its state included. */
async function ownSpeed(batchSize: BatchSize): Promise<Speed> {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  const stepCount = ROWS_TIMED[batchSize] / batchSize;
  const rows = Array.from({ length: stepCount * batchSize }, () => Math.floor(ROWS * random()));
  const feeds = {
    ...shared,
    ...batchFeeds({ rows, batchSize, weightOf: () => 1 }),
    ...maskFeeds(head, { stepCount, batchSize }, random),
  };
  memory.load(tensors);
  const scalars = epochScalars(recipe, new Array(stepCount).fill(1e-3), doneCount);
  const losses = await runSteps({ session, memory }, feeds, scalars);
  if (!losses.every(Number.isFinite)) throw new Error('The training diverged: its time means nothing.');
  tensors = memory.copy();
  doneCount += stepCount;
  const { user, system } = process.cpuUsage(before);
  return {
    rowsASecond: (1000 * rows.length) / (performance.now() - startedMs),
    rowsABusySecond: (1e6 * rows.length) / (user + system),
  };
}

function shown(speeds: readonly Speed[]): string {
  const figures = speeds.map(({ rowsASecond }) => rowsASecond);
  return `${medianOf(figures).toFixed(0)} (${Math.max(...figures).toFixed(0)})`;
}

interface Pytorch {
  readonly ready: Promise<unknown>;
  /** Of a matrix product in numpy's BLAS, which is PyTorch's too. */
  gflops(): Promise<number>;
  speed(batch: BatchSize): Promise<Speed>;
  end(): void;
}

function startPytorch(): Pytorch {
  const sizes = [head.dimension, head.hiddenCount, head.classCount, ROWS, threads].map(String);
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'heads.py'), ...sizes], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...KIND_TO_PYTORCH, OPENBLAS_NUM_THREADS: String(threads) },
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<number[]> =>
    String((await answers.next()).value)
      .split(' ')
      .map(Number);
  const ask = (question: string): Promise<number[]> => {
    child.stdin.write(`${question}\n`);
    return answer();
  };
  return {
    ready: answer(),
    gflops: async () => (await ask('product'))[0],
    speed: async (batch) => {
      const rows = ROWS_TIMED[batch];
      const [seconds, busySeconds] = await ask(`${batch} ${rows / batch}`);
      return { rowsASecond: rows / seconds, rowsABusySecond: rows / busySeconds };
    },
    end: () => child.stdin.end(),
  };
}
