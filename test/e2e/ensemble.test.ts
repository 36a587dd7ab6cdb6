import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainPhoto } from '../support/made-photos.ts';
import { meanNetwork } from '../support/mean-network.ts';
import { expectFault, quen, quenDone, type Surroundings } from './quen.ts';

/** Two networks of three numbers, the mean of each colour: `from-black` is blind to a black photo, `from-white` to a white one. */
const MEANS = { 'from-black': 0, 'from-white': 255 } as const;
const NETWORKS = ['--network', Object.keys(MEANS).join(','), '--aligned'];

const folder = mkdtempSync(join(tmpdir(), 'quen-ensemble-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const surroundings: Surroundings = {
  cwd: folder,
  env: { QUEN_CACHE: join(folder, 'cache'), QUEN_MODELS: folder },
};
const run = (...args: string[]) => quenDone(args, surroundings);
const refused = (...args: string[]) => quen(args, surroundings);
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

beforeAll(async () => {
  mkdirSync(join(folder, 'cache'));
  writeFileSync(join(folder, 'means.onnx'), meanNetwork());
  for (const [name, mean] of Object.entries(MEANS)) {
    const input = { size: 'fixed', widthPx: 112, heightPx: 112, layout: 'NCHW', colourOrder: 'RGB' };
    const card = {
      ...{ name, title: 'Means', task: 'embedder', licence: { stated: 'none', limits: 'none' } },
      ...{ output: { name: 'means', dimension: 3 }, normalisation: 'l2', template: '112x112' },
      input: { ...input, mean: [mean, mean, mean], scale: [1, 1, 1] },
    };
    writeFileSync(join(folder, 'card.json'), JSON.stringify(card));
    await run('networks', 'add', 'card.json', '--file', 'means.onnx');
  }
  // Photos of one person differ so much that none is taken for a copy of another.
  await photos({
    'people/ann/1.png': '#e02010',
    'people/ann/2.png': '#e0b010',
    'people/bob/1.png': '#10e020',
    'people/bob/2.png': '#b0e020',
    'people/cy/1.png': '#1020e0',
    'people/cy/2.png': '#000000',
    'people/cy/3.png': '#10b0e0',
    'pile/black.png': '#000000',
    'pile/blue.png': '#0810f0',
    'pile/red.png': '#f01810',
    'blank/1.png': '#000000',
    'blank/2.png': '#000000',
  });
});

async function photos(colours: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, colour] of Object.entries(colours)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), await plainPhoto(112, 112, colour).png().toBuffer());
  }
}

interface Found {
  readonly photo: string;
  readonly kind: string;
  readonly reason?: string;
  readonly faces?: readonly { readonly reason: string; readonly failures?: readonly unknown[] }[];
}

function found(out: string, photo: string): Found {
  const { photos: all } = JSON.parse(read(`${out}/identities.json`)) as { photos: Found[] };
  return all.find((one) => one.photo === photo) as Found;
}

describe('a network that fails on a photo', () => {
  it('is left out for it: the photo is named by the others, and says so', async () => {
    const said = await run(
      ...['identify', '--people', 'people', '--photos', 'pile', '--out', 'out', ...NETWORKS],
    );
    expect(said).toContain('2 photos judged without a network that failed on it');
    const black = found('out', 'black.png');
    expect(black).toMatchObject({ kind: 'searched', faces: [{ failures: [{ network: 'from-black' }] }] });
    expect(black.faces?.[0]?.reason).toContain('Judged without from-black');
    expect(found('out', 'red.png').faces?.[0]).not.toHaveProperty('failures');
    const { skipped } = JSON.parse(read('out/run.json')) as { skipped: { path: string; reason: string }[] };
    expect(skipped.map(({ path }) => path)).toEqual(['cy/2.png', 'black.png']);
    expect(skipped[0]?.reason).toContain('from-black');
  });

  it('makes the photo a failed one where there is no other network', async () => {
    const alone = ['--network', 'from-black', '--aligned'];
    await run('identify', '--people', 'people', '--photos', 'pile', '--out', 'alone', ...alone);
    expect(found('alone', 'black.png')).toMatchObject({ kind: 'failed', code: 'NETWORK_UNRUNNABLE' });
    expect(found('alone', 'blue.png')).toMatchObject({ kind: 'searched' });
  });

  it('ends the run where it is every photo', async () => {
    await photos({ 'black people/ann/1.png': '#000000', 'black people/bob/1.png': '#000000' });
    const args = ['identify', '--people', 'black people', '--photos', 'blank', '--out', 'gone', ...NETWORKS];
    expectFault(await refused(...args), {
      ...{ exit: 4, code: 'NETWORK_UNRUNNABLE' },
      says: ['from-black failed on every face', 'ann/1.png'],
    });
  });
});

describe('weights of networks', () => {
  it('are kept by a gallery, used for what it is searched with, and written into run.json', async () => {
    const given = ['--weights', '3,1', ...NETWORKS];
    expect(await run('enrol', '--people', 'people', '--out', 'people.quen', ...given)).toContain(
      'Weights as given: from-black 0.75, from-white 0.25.',
    );
    await run('identify', '--gallery', 'people.quen', '--photos', 'pile', '--out', 'a');
    await run('identify', '--people', 'people', '--photos', 'pile', '--out', 'b', ...given);
    await run('identify', '--people', 'people', '--photos', 'pile', '--out', 'c', ...NETWORKS);
    expect(read('a/identities.csv')).toBe(read('b/identities.csv'));
    expect(read('a/identities.csv')).not.toBe(read('c/identities.csv'));
    for (const [out, weight] of [['a', 0.75] as const, ['b', 0.75] as const, ['c', 0.5] as const])
      expect(JSON.parse(read(`${out}/run.json`))).toMatchObject({
        fusion: { networks: [{ name: 'from-black', weight }, { name: 'from-white' }] },
      });
  });

  it('are the same for all, and the output says so, where too few people teach them', async () => {
    const args = ['--people', 'people', '--photos', 'pile', '--out', 'learned', '--weights', 'learned'];
    expect(await run('identify', ...args, ...NETWORKS)).toMatch(/Weights take \d+ people .* weigh the same/);
  });

  it.each([
    ['one too few', '0.5', 'a number for each network'],
    ['none at all', '0,0', 'not 0 for all'],
    ['a negative one', '0.5,-1', 'weights'],
    ['no number', '0.5,,', 'weights'],
    ['an unknown word', 'eqal', 'weights'],
  ])('are refused where there is %s', async (_, weights, says) => {
    const args = ['--people', 'people', '--photos', 'pile', '--out', 'no', `--weights=${weights}`];
    const ended = await refused('identify', ...args, ...NETWORKS);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: [says] });
  });

  it('are refused beside a gallery, which brings its own', async () => {
    await run('enrol', '--people', 'people', '--out', 'own.quen', ...NETWORKS);
    const args = ['--gallery', 'own.quen', '--photos', 'pile', '--weights', '1,1'];
    const ended = await refused('identify', ...args);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['own.quen', 'enrol again'] });
  });
});

describe('quen ensemble', () => {
  it('tells what each network is worth and which of them will do', async () => {
    const said = await run('ensemble', '--people', 'people', '--json', 'worth.json', ...NETWORKS);
    expect(said).toMatch(/from-black +\d\.\d{4} +\d\.\d{4}/);
    expect(said).toContain('Smallest within 0.2 points: ');
    const worth = JSON.parse(read('worth.json')) as Record<string, unknown>;
    expect(worth).toMatchObject({
      weights: 'equal',
      networks: [{ name: 'from-black' }, { name: 'from-white' }],
      smallest: { within_points: 0.2 },
      searches: { setOn: 'leave-one-identity-out' },
      skipped: [{ path: 'cy/2.png', code: 'network-left-out' }],
    });
  });

  it('refuses a single network, and people of whom nobody has two photos', async () => {
    const one = await refused('ensemble', '--people', 'people', '--network', 'from-black', '--aligned');
    expectFault(one, { exit: 2, code: 'CONFIG_INVALID', says: ['two networks or more'] });
    await photos({ 'lone/ann/1.png': '#e02010', 'lone/bob/1.png': '#10e020' });
    const lone = await refused('ensemble', '--people', 'lone', ...NETWORKS);
    expectFault(lone, { exit: 3, code: 'EVALUATION_EMPTY', says: ['two photos'] });
  });
});
