import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  PreparedNetworks,
  preparationId,
  weightsId,
} from '../../../../src/adapters/network-store/prepared-networks.ts';
import { madeCard } from '../../../support/made-card.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const CARD = madeCard(Buffer.from('original'), [{ kind: 'file', path: 'x.onnx' }]);
const GRAPHS = [Buffer.from('first'), Buffer.from('second')];

function onlyFolder(cache: string): string {
  const [name = ''] = readdirSync(join(cache, 'prepared'));
  return join(cache, 'prepared', name);
}

test('graphs come back in their order', async () => {
  const prepared = new PreparedNetworks(temporaryFolder());
  expect(await prepared.load(CARD)).toBeUndefined();
  await prepared.keep(CARD, GRAPHS);
  expect(await prepared.load(CARD)).toEqual(GRAPHS);
});

test('a graph with a flipped bit is not taken, and keeping it anew mends it', async () => {
  const cache = temporaryFolder();
  const prepared = new PreparedNetworks(cache);
  await prepared.keep(CARD, GRAPHS);
  const path = join(onlyFolder(cache), readdirSync(onlyFolder(cache))[1]);
  const bytes = readFileSync(path);
  bytes[0] ^= 1;
  writeFileSync(path, bytes);
  expect(await prepared.load(CARD)).toBeUndefined();
  await prepared.keep(CARD, GRAPHS);
  expect(await prepared.load(CARD)).toEqual(GRAPHS);
});

test('what a killed run left is not taken for a network', async () => {
  const cache = temporaryFolder();
  const prepared = new PreparedNetworks(cache);
  mkdirSync(join(cache, 'prepared/unpacking-1-aaaa'), { recursive: true });
  writeFileSync(join(cache, 'prepared/unpacking-1-aaaa/0-x.onnx'), 'half');
  expect(await prepared.has(CARD)).toBe(false);
});

test('several processes that keep one network at once leave it whole', async () => {
  const cache = temporaryFolder();
  await Promise.all(Array.from({ length: 4 }, () => new PreparedNetworks(cache).keep(CARD, GRAPHS)));
  expect(await new PreparedNetworks(cache).load(CARD)).toEqual(GRAPHS);
});

test('a cache that cannot be written is OUTPUT_UNWRITABLE', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(new PreparedNetworks(file).keep(CARD, GRAPHS)).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
  });
});

test('a network is known by its weights; how it is prepared changes with what decides the graph', () => {
  const [file] = CARD.weights.files;
  expect(weightsId(CARD)).toBe(file.sha256);
  const renamed = { ...CARD, title: 'Other', licence: { stated: 'x', limits: 'y' } };
  expect(preparationId(renamed)).toBe(preparationId(CARD));
  const nhwc = { ...CARD, input: { ...CARD.input, layout: 'NHWC' as const } };
  expect(preparationId(nhwc)).not.toBe(preparationId(CARD));
  const other = madeCard(Buffer.from('other'), file.sources);
  expect(preparationId(other)).not.toBe(preparationId(CARD));
});
