import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openObjectStore } from '../../src/adapters/object-store/open-object-store.ts';
import { sealShard } from '../../src/jobs/shards/seal-shard.ts';
import { madeRecord, STAMP } from '../support/made-records.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const READER = join(import.meta.dirname, 'shard-arrays.py');

const python = ['/usr/bin/python3', 'python3'].find((program) => runs(program));
if (python === undefined && process.env.CI) throw new Error('CI needs numpy.');
if (python === undefined) console.warn('SKIPPED: shards read by NumPy, which is not installed.');

function runs(program: string): boolean {
  try {
    execFileSync(program, ['-c', 'import numpy'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(python === undefined)('NumPy loads the arrays of a shard as they are', async () => {
  const folder = temporaryFolder();
  const partly = { ...madeRecord(7, 1), embeddings: [undefined, new Uint8Array(12)] };
  const store = await openObjectStore(folder);
  await sealShard(store, 'made', [madeRecord(1, 2), madeRecord(5, 0), partly as never], STAMP);
  const read = execFileSync(python as string, [READER, join(folder, 'made')], { encoding: 'utf8' });
  expect(JSON.parse(read)).toEqual([
    [
      [
        'narrow',
        'float32',
        [3, 2],
        [
          [1, 2],
          [11, 12],
          [-1, -1],
        ],
      ],
      [
        'wide',
        'float32',
        [3, 3],
        [
          [101, 102, 103],
          [111, 112, 113],
          [0, 0, 0],
        ],
      ],
    ],
    [
      [0, 2],
      [2, 0],
      [2, 1],
    ],
  ]);
});
