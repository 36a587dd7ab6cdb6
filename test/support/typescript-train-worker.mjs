// The program that trains heads in a worker thread, run from TypeScript. Where the folder of kept heads has a file 'deaths'
// with a count above 0, the thread dies instead, and the count falls by one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

const deaths = join(workerData.keeping?.folder ?? '', 'deaths');
if (existsSync(deaths)) {
  const count = Number(readFileSync(deaths, 'utf8'));
  if (count > 0) {
    writeFileSync(deaths, String(count - 1));
    throw new Error('The test ends this thread');
  }
}
register();
await import('../../src/train-worker.ts');
