import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HeadCache } from '../../../../src/adapters/head-cache/head-cache.ts';
import type { TrainedHead } from '../../../../src/heads/training/train-head.ts';
import type { TrainingState } from '../../../../src/heads/training/training-state.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const epochs = [
  { epoch: 0, loss: 1 / 3, accuracy: 0.5, rate: 1e-3 },
  { epoch: 1, loss: 0.1, accuracy: 0.25, rate: 1e-4 },
];
const state: TrainingState = {
  doneEpochCount: 2,
  doneStepCount: 7,
  epochs,
  tensors: { weight: Float32Array.of(1, -2, 0.1), weight_momentum: Float32Array.of(3, 4, Number.NaN) },
  best: { epoch: 0, accuracy: 0.5, parameters: { weight: Float32Array.of(0.5, 0, -0) } },
};
const head: TrainedHead = {
  architecture: { kind: 'linear', dimension: 3, classCount: 1 },
  parameters: { weight: Float32Array.of(1, 2, 3), bias: new Float32Array(0) },
  stoppedBy: 'patience',
  epochs,
};

async function openCache(folder: string, maxBytes?: number): Promise<HeadCache> {
  const cache = new HeadCache(folder);
  await cache.open(maxBytes);
  return cache;
}

function lastUsed(path: string, daysAgo: number): void {
  const seconds = Date.now() / 1000 - daysAgo * 24 * 60 * 60;
  utimesSync(path, seconds, seconds);
}

test('states and heads come back with every bit', async () => {
  const cache = await openCache(join(temporaryFolder(), 'heads'));
  await cache.keepState(A, state);
  await cache.keepHead(B, head);
  expect(await cache.state(A)).toEqual(state);
  expect(await cache.head(B)).toEqual(head);
  const { best: _, ...unjudged } = state;
  await cache.keepState(A, unjudged);
  expect(await cache.state(A)).toEqual(unjudged);
});

test('what was never kept is absent, and a state is no head', async () => {
  const cache = await openCache(temporaryFolder());
  await cache.keepState(A, state);
  expect(await cache.head(A)).toBeUndefined();
  expect(await cache.state(B)).toBeUndefined();
});

test('a finished head takes the place of the state of its training', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder);
  await cache.keepState(A, state);
  await cache.keepHead(A, head);
  expect(readdirSync(folder)).toEqual([`${A}.head`]);
});

test('a state that a killed run left beside its finished head goes when the head is used', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder);
  await cache.keepHead(A, head);
  await cache.keepState(A, state);
  expect(await cache.head(A)).toEqual(head);
  expect(readdirSync(folder)).toEqual([`${A}.head`]);
});

test('what was not used for three months goes, whatever room there is', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder);
  await cache.keepHead(A, head);
  await cache.keepHead(B, head);
  await cache.keepState(C, state);
  lastUsed(join(folder, `${A}.head`), 89);
  lastUsed(join(folder, `${B}.head`), 91);
  lastUsed(join(folder, `${C}.state`), 91);
  await openCache(folder);
  expect(readdirSync(folder)).toEqual([`${A}.head`]);
});

test('beyond its bound the cache loses what was not used for longest, and nothing that is not its own', async () => {
  const folder = temporaryFolder();
  const cache = await openCache(folder);
  for (const [key, days] of [
    [A, 1],
    [B, 3],
    [C, 2],
  ] as const) {
    await cache.keepHead(key, head);
    lastUsed(join(folder, `${key}.head`), days);
  }
  writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(10_000));
  // Taken from the cache, the oldest is the one last used.
  await cache.head(B);
  await openCache(folder, 1100);
  expect(readdirSync(folder).sort()).toEqual([`${A}.head`, `${B}.head`, 'notes.txt']);
});

test('a folder that cannot be made is a fault of the output', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(openCache(join(file, 'heads'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  expect(existsSync(file)).toBe(true);
});
