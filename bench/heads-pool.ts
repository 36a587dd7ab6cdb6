// Rows a second of training the heads of all folds (5 folds x 4 repeats of 512-2048-901, dropout 0.25, Adam, batch 32) on both
// cores: Quen's worker threads, PyTorch as two processes of one thread, PyTorch as one process of two, taking turns.
// Quen's time holds the start of its threads, validation and what it keeps on disk; PyTorch's the same less start and disk.
// Needs a build and Debian's python3-torch with libopenblas0-pthread.
// npx tsx bench/heads-pool.ts [rounds, default 5] [epochs a round, default 2] [heads, default 20] prints a table.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { headPool } from '../dist/adapters/workers/head-pool.js';
import { ADAM } from '../src/heads/training/recipe.ts';
import type { TrainingRequest } from '../src/heads/training/train-head.ts';
import { seededRandom } from '../src/numerics/random.ts';
import { pytorchEnvironment } from './pytorch-environment.ts';
import { minAndMedian, timed } from './statistics.ts';

const [DIMENSION, HIDDEN, CLASSES, ROWS, FOLDS, BATCH] = [512, 2048, 901, 2741, 5, 32];
/** A core's worth with AVX2 is 60 or more; the reference BLAS gives 5. */
const SOUND_GFLOPS = 20;
const rounds = Number(process.argv[2] ?? 5);
const epochs = Number(process.argv[3] ?? 2);
const headCount = Number(process.argv[4] ?? 20);

const requests = foldRequests();
const rowCount = requests.reduce((sum, { training }) => sum + (training.rows?.length ?? 0), 0) * epochs;
const pytorch = {
  '2 processes x 1 thread': [startPytorch(1), startPytorch(1)],
  '1 process x 2 threads': [startPytorch(2)],
};
const processes = Object.values(pytorch).flat();
for (const { answer } of processes)
  if ((await answer()) < SOUND_GFLOPS)
    console.log('UNFAIR: PyTorch runs without a fast BLAS here; the figures mean nothing.');

const rates = { quen: [] as number[], ...mapped(() => [] as number[]) };
for (let round = -1; round < rounds; round++) {
  for (const [name, seconds] of await oneRound()) if (round >= 0) rates[name].push(rowCount / seconds);
}

console.log(`${headCount} heads x ${epochs} epochs, ${rowCount} rows a round, ${rounds} rounds`);
console.log('| PyTorch | rows a second | Quen | Quen over PyTorch, round by round |');
console.log('|---|---|---|---|');
for (const name of arrangements()) {
  const ratios = rates.quen.map((rate, round) => rate / (rates[name][round] ?? Number.NaN));
  const cells = [minAndMedian(rates[name], 0), minAndMedian(rates.quen, 0), minAndMedian(ratios, 2)];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
console.log(`peak memory: Quen ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
for (const name of arrangements()) {
  const peaks = await Promise.all(pytorch[name].map(({ end }) => end()));
  console.log(`peak memory: ${name} ${peaks.map((mib) => mib.toFixed(0)).join(' + ')} MiB`);
}

type Arrangement = keyof typeof pytorch;

function arrangements(): Arrangement[] {
  return Object.keys(pytorch) as Arrangement[];
}

function mapped<Value>(make: (name: Arrangement) => Value): Record<Arrangement, Value> {
  return Object.fromEntries(arrangements().map((name) => [name, make(name)])) as Record<Arrangement, Value>;
}

async function oneRound(): Promise<[Arrangement | 'quen', number][]> {
  const seconds: [Arrangement | 'quen', number][] = [['quen', await timed(trainWithQuen)]];
  for (const name of arrangements()) {
    const parts = pytorch[name];
    const share = headCount / parts.length;
    const work = (): Promise<unknown> => Promise.all(parts.map(({ train }) => train(share)));
    seconds.push([name, await timed(work)]);
  }
  return seconds;
}

async function trainWithQuen(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quen-bench-'));
  const entry = new URL('../dist/train-worker.js', import.meta.url);
  try {
    const heads = await headPool({ entry, workers: 2, folder })(requests);
    if (heads.some((head) => head.epochs.length !== epochs)) throw new Error('A training ended early.');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function foldRequests(): TrainingRequest[] {
  const random = seededRandom(1);
  const data = Float32Array.from({ length: ROWS * DIMENSION }, () => 0.15 * (random() - 0.5));
  const embeddings = { data, rows: ROWS, cols: DIMENSION };
  const labels = Int32Array.from({ length: ROWS }, (_, row) => row % CLASSES);
  return Array.from({ length: headCount }, (_, seed) => {
    const isHeldOut = (row: number): boolean => row % FOLDS === seed % FOLDS;
    const places = Int32Array.from(labels.keys());
    return {
      architecture: {
        kind: 'mlp',
        dimension: DIMENSION,
        hiddenCount: HIDDEN,
        classCount: CLASSES,
        dropout: 0.25,
      },
      recipe: {
        optimiser: ADAM,
        labelSmoothing: 0,
        batchSize: BATCH,
        epochCount: epochs,
        patience: epochs,
        schedule: { kind: 'constant', rate: 1e-3 },
        seed,
      },
      training: { embeddings, labels, rows: places.filter((row) => !isHeldOut(row)) },
      validation: { embeddings, labels, rows: places.filter(isHeldOut) },
    };
  });
}

interface Pytorch {
  answer(): Promise<number>;
  /** Trains so many heads. */
  train(heads: number): Promise<number>;
  /** Ends the process. @returns its peak memory, MiB */
  end(): Promise<number>;
}

function startPytorch(threads: number): Pytorch {
  const sizes = [DIMENSION, HIDDEN, CLASSES, ROWS, FOLDS, BATCH, threads].map(String);
  const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'heads-pool.py'), ...sizes], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: pytorchEnvironment(threads),
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<number> => Number((await answers.next()).value);
  return {
    answer,
    train: async (heads) => {
      child.stdin.write(`${heads} ${epochs}\n`);
      return await answer();
    },
    end: async () => {
      child.stdin.end();
      return await answer();
    },
  };
}
