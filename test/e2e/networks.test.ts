import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, demoPhotos, fourPortraits, itWithModels, MODELS } from './photos.ts';
import { coldCache, expectFault, quen, quenDone, sharedCache } from './quen.ts';

const EMBEDDER = 'faceplugin-fr-feature';
const UNREACHABLE = { npm_config_registry: 'http://127.0.0.1:9' };

beforeAll(async () => {
  await demoPhotos();
  await quenDone(['networks', 'pull', EMBEDDER]);
  await quenDone(['networks', 'pull', 'retinaface-mnet025-v2']);
});

async function naming(): Promise<string[]> {
  const { people, photos } = await demoPhotos();
  return ['identify', '--people', people, '--photos', photos, '--out', join(temporaryFolder(), 'out')];
}

describe('without a way to the registry', () => {
  it('a first run fails within seconds and says what to do', async () => {
    const env = { ...UNREACHABLE, QUEN_CACHE: temporaryFolder() };
    const startedMs = performance.now();
    for (const args of [
      ['networks', 'pull', EMBEDDER],
      ['demo', '--out', join(temporaryFolder(), 'out')],
    ]) {
      const ended = await quen(args, { env });
      expectFault(ended, { exit: 4, code: 'NETWORK_UNREACHABLE', says: ['127.0.0.1:9', 'npm', 'again'] });
    }
    expect(performance.now() - startedMs).toBeLessThan(40_000);
  });

  it('a run whose networks are here works', async () => {
    const env = { ...UNREACHABLE, QUEN_CACHE: coldCache() };
    const { emily, emilyAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, { 'people/Emily/1.jpg': emily, 'pile/1.jpg': emilyAgain });
    const args = ['identify', '--people', 'people', '--photos', 'pile', '--out', 'out'];
    expect(await quenDone(args, { env, cwd: folder })).toContain('1 named');
  });
});

describe("a network's file", () => {
  it('that is not there and cannot be fetched is named, with where it was looked for', async () => {
    const models = temporaryFolder();
    const args = [...(await naming()), '--network', 'mobilefacenet-foamliu'];
    const ended = await quen(args, { env: { QUEN_MODELS: models, QUEN_CACHE: coldCache() } });
    expectFault(ended, {
      exit: 4,
      code: 'NETWORK_NOT_FOUND',
      says: ['mobilefacenet-foamliu', models, 'QUEN_MODELS'],
    });
  });

  it('that was changed is refused before it is run, and is right after the pull that the message advises', async () => {
    const cache = temporaryFolder();
    cpSync(join(sharedCache(), 'networks'), join(cache, 'networks'), { recursive: true });
    for (const name of readdirSync(join(cache, 'networks'))) {
      const bytes = readFileSync(join(cache, 'networks', name));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(join(cache, 'networks', name), bytes);
    }
    for (const args of [await naming(), ['networks', 'verify', EMBEDDER]]) {
      const ended = await quen(args, { env: { QUEN_CACHE: cache } });
      expectFault(ended, {
        exit: 4,
        code: 'NETWORK_CHECKSUM',
        says: [cache, 'SHA-256', 'quen networks pull'],
      });
    }
    const env = { QUEN_CACHE: cache };
    await quenDone(['networks', 'pull', EMBEDDER], { env });
    expect(await quenDone(['networks', 'verify', EMBEDDER], { env })).toContain('is what its card says');
  });

  it('of another task is refused for what it is', async () => {
    const ended = await quen([...(await naming()), '--detector', EMBEDDER]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: [EMBEDDER, 'embedder'] });
  });

  it('of the user is added by its card, verified, listed, and refused when it is no network', async () => {
    const cache = coldCache();
    const folder = temporaryFolder();
    const [file = ''] = readdirSync(join(cache, 'networks')).filter((name) => name.startsWith('87aacdfe'));
    const input = { size: 'fixed', widthPx: 112, heightPx: 112, layout: 'NCHW', colourOrder: 'BGR' };
    const card = {
      ...{ name: 'mine', title: 'Mine', task: 'embedder', licence: { stated: 'mine', limits: 'none' } },
      ...{ output: { name: 'output', dimension: 512 }, normalisation: 'l2', template: '112x112' },
      input: { ...input, mean: [127, 127, 127], scale: [128, 128, 128] },
    };
    writeFileSync(join(folder, 'card.json'), JSON.stringify(card));
    const surroundings = { cwd: folder, env: { QUEN_CACHE: cache } };
    await quenDone(['networks', 'add', 'card.json', '--file', join(cache, 'networks', file)], surroundings);
    expect(await quenDone(['networks', 'verify', 'mine'], surroundings)).toContain(
      'mine is what its card says',
    );
    expect(await quenDone(['networks', 'list'], surroundings)).toMatch(/mine .* here, your card/);
    writeFileSync(join(folder, 'bad.onnx'), 'no network');
    const ended = await quen(['networks', 'add', 'card.json', '--file', 'bad.onnx'], surroundings);
    expectFault(ended, { exit: 4, code: 'NETWORK_UNRUNNABLE', says: [] });
  });
});

describe('a gallery', () => {
  it('that is not there, is no gallery, or was changed is refused', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const search = (gallery: string) =>
      quen(['identify', '--gallery', gallery, '--photos', photos, '--out', folder]);
    const gone = join(folder, 'gone.quen');
    expectFault(await search(gone), { exit: 3, code: 'GALLERY_FORMAT', says: [gone, 'does not exist'] });
    const gallery = join(folder, 'people.quen');
    await quenDone(['enrol', '--people', people, '--out', gallery]);
    const bytes = readFileSync(gallery);
    for (const damaged of [
      bytes.subarray(0, 1000),
      Buffer.from(bytes).fill(7, 500, 501),
      Buffer.from('GIF89a'),
    ]) {
      writeFileSync(gallery, damaged);
      expectFault(await search(gallery), { exit: 3, code: 'GALLERY_FORMAT', says: [gallery, 'quen enrol'] });
    }
  });

  itWithModels('made with other networks is refused', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const gallery = join(folder, 'people.quen');
    await quenDone(['enrol', '--people', people, '--out', gallery]);
    const network = ['--network', 'mobilefacenet-foamliu'];
    const args = [
      'identify',
      '--gallery',
      gallery,
      '--photos',
      photos,
      '--out',
      join(folder, 'out'),
      ...network,
    ];
    const ended = await quen(args, { env: { QUEN_MODELS: MODELS } });
    expectFault(ended, { exit: 3, code: 'GALLERY_NETWORK_MISMATCH', says: [EMBEDDER, 'enrol again'] });
    expect(existsSync(join(folder, 'out/identities.csv'))).toBe(false);
  });
});

describe('two networks at once', () => {
  itWithModels('name the same people, and are found again by their gallery', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pile'));
    const pile = Object.fromEntries(
      [2, 3, 4, 5].map((n) => [`pile/${n}.jpg`, join(photos, `sample (${n}).jpg`)]),
    );
    copyPhotos(folder, pile);
    const surroundings = { cwd: folder, env: { QUEN_MODELS: MODELS } };
    const networks = ['--network', EMBEDDER, 'mobilefacenet-foamliu'];
    await quenDone(['enrol', '--people', people, '--out', 'people.quen', ...networks], surroundings);
    await quenDone(['identify', '--gallery', 'people.quen', '--photos', 'pile', '--out', 'a'], surroundings);
    const args = ['identify', '--people', people, '--photos', 'pile', '--out', 'b', ...networks];
    expect(await quenDone(args, surroundings)).toContain('4 named');
    const [a, b] = ['a', 'b'].map((out) => readFileSync(join(folder, out, 'identities.csv'), 'utf8'));
    expect(a).toBe(b);
  });
});
