import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import { headPool } from '../../../../src/adapters/workers/head-pool.ts';
import {
  type TrainHeads,
  type TrainingProgress,
  trainHeadsInTurn,
} from '../../../../src/heads/train-heads.ts';
import type { TrainingRequest } from '../../../../src/heads/training/train-head.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { foldRequests } from '../../../support/training-requests.ts';

const entry = new URL('../../../support/typescript-train-worker.mjs', import.meta.url);
const inTurn = trainHeadsInTurn(async (graph) => await createSession(graph, { threads: 1 }));

/** A pool that keeps the state of every epoch. */
function keepingPool(folder: string, workers = 2): TrainHeads {
  return headPool({ entry, workers, folder, keepEveryMs: 0 });
}

/** Ends a training of the first request once so many epochs of it are kept. */
async function abortedAfter(folder: string, requests: ReturnType<typeof foldRequests>): Promise<void> {
  const abort = new AbortController();
  const onProgress = (): void => abort.abort();
  const training = keepingPool(folder, 1)(requests, { signal: abort.signal, onProgress });
  await expect(training).rejects.toMatchObject({ code: 'ABORTED' });
}

const filesOf = (folder: string): string[] => readdirSync(folder).sort();

test('heads of a pool are the same, in the same order, as heads trained one after the other', async () => {
  const requests = foldRequests(5);
  const expected = await inTurn(requests);
  for (const workers of [1, 3]) expect(await headPool({ entry, workers })(requests)).toEqual(expected);
});

test('the training of several heads is followed head by head, until all are done', async () => {
  const seen: TrainingProgress[] = [];
  await headPool({ entry, workers: 2 })(foldRequests(3), { onProgress: (at) => seen.push(at) });
  expect(seen.at(-1)).toMatchObject({ doneHeadCount: 3, headCount: 3, epoch: 12, epochCount: 12 });
  expect(new Set(seen.map(({ head }) => head))).toEqual(new Set([0, 1, 2]));
  for (const { loss, accuracy } of seen) {
    expect(loss).toBeGreaterThan(0);
    expect(accuracy).toBeLessThanOrEqual(1);
  }
});

test('a training that was stopped goes on where it was and ends with the same head and curve', async () => {
  const requests = foldRequests(1, { epochCount: 400, patience: 400 });
  const expected = await inTurn(requests);
  const folder = temporaryFolder();
  await abortedAfter(folder, requests);
  expect(filesOf(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.state$/)]);
  const epochs: number[] = [];
  const resumed = await keepingPool(folder)(requests, { onProgress: ({ epoch }) => epochs.push(epoch) });
  expect(epochs[0]).toBeGreaterThan(1);
  expect(resumed).toEqual(expected);
  expect(resumed[0]?.epochs).toHaveLength(400);
  expect(filesOf(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.head$/)]);
});

test('a finished head is not trained again, and its file is for its owner alone', async () => {
  const folder = temporaryFolder();
  const first = await keepingPool(folder)(foldRequests(2));
  const noProgram = headPool({ entry: new URL('file:///nowhere.mjs'), folder });
  expect(await noProgram(foldRequests(2))).toEqual(first);
  for (const name of filesOf(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test('a kept head of another request is not taken', async () => {
  const folder = temporaryFolder();
  const [first] = await keepingPool(folder)(foldRequests(1));
  const requests = foldRequests(1, { seed: 77 });
  expect(await keepingPool(folder)(requests)).toEqual(await inTurn(requests));
  expect(filesOf(folder)).toHaveLength(2);
  expect((await inTurn(requests))[0]?.parameters).not.toEqual(first?.parameters);
});

test('files that were cut, damaged or renamed are trained anew', async () => {
  const folder = temporaryFolder();
  const requests = foldRequests(3);
  const expected = await keepingPool(folder)(requests);
  const [a, b, c] = filesOf(folder).map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(a, readFileSync(a).subarray(0, 1000));
  const damaged = readFileSync(b);
  writeFileSync(c, damaged);
  damaged[damaged.length - 100] ^= 1;
  writeFileSync(b, damaged);
  writeFileSync(b.replace('.head', '.state'), 'no state');
  expect(await keepingPool(folder)(requests)).toEqual(expected);
});

test('a training whose worker dies is tried once more', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deaths'), '1');
  const requests = foldRequests(2);
  expect(await keepingPool(folder, 1)(requests)).toEqual(await inTurn(requests));
  expect(readFileSync(join(folder, 'deaths'), 'utf8')).toBe('0');
});

test('a training whose worker dies twice is named in the fault', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deaths'), '2');
  await expect(keepingPool(folder, 1)(foldRequests(2))).rejects.toMatchObject({
    code: 'WORKER_CRASHED',
    message: expect.stringMatching(/trained head 1 of 2 ended early twice: The test ends this thread/),
  });
});

test('the fault of one training ends the others and is thrown as it is', async () => {
  const [first, second] = foldRequests(2, { epochCount: 100_000, patience: 100_000 });
  const broken = { ...second, groupOf: Int32Array.of(1, 2) } as TrainingRequest;
  await expect(headPool({ entry, workers: 2 })([first, broken])).rejects.toMatchObject({
    code: 'DIMENSION_MISMATCH',
    message: expect.stringContaining('60 embeddings have 2 groups'),
  });
});

test('an abort ends trainings that would take hours, and one before the call starts none', async () => {
  const requests = foldRequests(4, { epochCount: 1_000_000, patience: 1_000_000 });
  const abort = new AbortController();
  const training = headPool({ entry, workers: 2 })(requests, {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  await expect(training).rejects.toMatchObject({ code: 'ABORTED' });
  const never = headPool({ entry: new URL('file:///nowhere.mjs') })(requests, { signal: abort.signal });
  await expect(never).rejects.toMatchObject({ code: 'ABORTED' });
});
