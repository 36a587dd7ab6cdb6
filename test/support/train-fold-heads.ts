// Trains heads of four folds in the built package's worker threads, keeping them in the folder of the first argument, and
// prints the SHA-256 of what comes out: a program for a test to kill.
import { createHash } from 'node:crypto';
import { headPool } from '../../dist/adapters/workers/head-pool.js';
import { foldRequests } from './training-requests.ts';

const entry = new URL('../../dist/train-worker.js', import.meta.url);
const train = headPool({ entry, workers: 2, folder: process.argv[2] as string, keepEveryMs: 50 });
const heads = await train(foldRequests(4, { epochCount: 1500, patience: 1500 }));
const hash = createHash('sha256');
for (const { parameters, ...rest } of heads) {
  hash.update(JSON.stringify(rest));
  for (const [name, values] of Object.entries(parameters)) hash.update(name).update(values);
}
console.log(hash.digest('hex'));
