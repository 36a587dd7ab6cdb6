import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { scrfd500m } from '../../../src/networks/cards/scrfd-500m.ts';
import { addNetwork, listNetworks, pullNetworks, verifyNetwork } from '../../../src/toolkit/networks.ts';
import { startFakeRegistry } from '../../support/fake-registry.ts';
import { factsOf, madeCard } from '../../support/made-card.ts';
import { meanNetwork } from '../../support/mean-network.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NETWORK = meanNetwork();

let cache: string;
let models: string;

beforeEach(() => {
  cache = temporaryFolder();
  models = temporaryFolder();
  vi.stubEnv('QUEN_CACHE', cache);
  vi.stubEnv('QUEN_MODELS', models);
  return () => {
    vi.unstubAllEnvs();
  };
});

/** The card of the network as a user writes it, for `networks add --file`. */
function writtenCard(changes: Readonly<Record<string, unknown>> = {}): string {
  const { weights: _, ...card } = madeCard(NETWORK, []);
  const path = join(models, 'card.json');
  writeFileSync(path, JSON.stringify({ ...card, output: { name: 'means', dimension: 3 }, ...changes }));
  return path;
}

function networkFile(content: Uint8Array = NETWORK): string {
  const path = join(models, 'net.onnx');
  writeFileSync(path, content);
  return path;
}

test('a card with its file is added, listed as the user’s own, and verified', async () => {
  const { card, path } = await addNetwork(writtenCard(), networkFile());
  expect(path).toBe(join(cache, 'cards/made-network.json'));
  expect(card.weights.files).toMatchObject([{ name: 'net.onnx', bytes: NETWORK.length }]);
  const listed = (await listNetworks()).filter(({ isOwn }) => isOwn);
  expect(listed.map((entry) => [entry.card.name, entry.state.kind])).toEqual([['made-network', 'present']]);
  expect((await verifyNetwork('made-network')).card).toEqual(card);
});

test('a card that names a file below QUEN_MODELS is added without --file', async () => {
  networkFile();
  const { weights } = madeCard(NETWORK, [{ kind: 'file', path: 'net.onnx' }]);
  expect((await addNetwork(writtenCard({ weights }))).card.weights).toEqual(weights);
});

test('a card saved with a byte order mark is read', async () => {
  const path = writtenCard();
  writeFileSync(path, `\uFEFF${readFileSync(path, 'utf8')}`);
  expect((await addNetwork(path, networkFile())).card.name).toBe('made-network');
});

test.each([
  ['another dimension', { output: { name: 'means', dimension: 128 } }, 'means (3)'],
  ['another output', { output: { name: 'embedding', dimension: 3 } }, 'means (3)'],
])('a card with %s than the network is refused, and what there is is said', async (_, change, said) => {
  await expect(addNetwork(writtenCard(change), networkFile())).rejects.toMatchObject({
    code: 'NETWORK_CARD_INVALID',
    message: expect.stringContaining(said) as string,
  });
  expect(existsSync(join(cache, 'cards'))).toBe(false);
});

test('a detector’s card with a decoder that cannot read the outputs is refused', async () => {
  const input = { ...scrfd500m.input, widthPx: 112, heightPx: 112 };
  const path = join(models, 'detector.json');
  writeFileSync(path, JSON.stringify({ ...scrfd500m, name: 'made-detector', input }));
  await expect(addNetwork(path, networkFile())).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
});

test('a file that is not there is NETWORK_NOT_FOUND', async () => {
  await expect(addNetwork(writtenCard(), join(models, 'absent.onnx'))).rejects.toMatchObject({
    code: 'NETWORK_NOT_FOUND',
    message: expect.stringContaining('absent.onnx') as string,
  });
});

test('a file that is no ONNX is NETWORK_UNRUNNABLE', async () => {
  const path = networkFile(Buffer.from('<!doctype html><title>404</title>'));
  await expect(addNetwork(writtenCard(), path)).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
});

test.each([
  ['is cut short', '{"name": "made-ne'],
  ['is a list', '[]'],
  ['is a word', '"card"'],
])('a card that %s is NETWORK_CARD_INVALID with its path', async (_, content) => {
  const path = join(models, 'broken.json');
  writeFileSync(path, content);
  await expect(addNetwork(path, networkFile())).rejects.toMatchObject({
    code: 'NETWORK_CARD_INVALID',
    message: expect.stringContaining(path) as string,
  });
});

test('a network that has yet to be fetched is verified only once it is', async () => {
  await expect(verifyNetwork('faceplugin-fr-feature')).rejects.toMatchObject({
    code: 'NETWORK_NOT_FOUND',
    message: expect.stringContaining('quen networks pull faceplugin-fr-feature') as string,
  });
});

test('pull fetches once, says nothing new the second time, and fetches a damaged file again', async () => {
  await startFakeRegistry('network-of-nobody', [{ path: 'package/net.onnx', content: NETWORK }]);
  const source = { kind: 'npm', package: 'network-of-nobody', version: '1.0.0', path: 'net.onnx' } as const;
  const { weights } = madeCard(NETWORK, [source]);
  const { sha256, bytes } = factsOf(NETWORK);
  await addNetwork(writtenCard({ weights }));
  expect(await pullNetworks(['made-network'])).toEqual([]);
  const kept = join(cache, 'networks', `${sha256}.onnx`);
  writeFileSync(kept, Buffer.alloc(bytes));
  await expect(verifyNetwork('made-network')).rejects.toMatchObject({ code: 'NETWORK_CHECKSUM' });
  expect(await pullNetworks(['made-network'])).toEqual(['made-network']);
  expect(Buffer.compare(readFileSync(kept), NETWORK)).toBe(0);
});

test('npm’s waits between tries are cut short where its settings leave them as they are', async () => {
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/');
  vi.stubEnv('npm_config_cache', temporaryFolder());
  vi.stubEnv('npm_config_userconfig', join(cache, 'no-npmrc'));
  const startedMs = performance.now();
  await expect(pullNetworks(['faceplugin-fr-feature'])).rejects.toMatchObject({
    code: 'NETWORK_UNREACHABLE',
  });
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});
