import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, demoPhotos, fourPortraits, itWithLfw, readTable, writeLfwTask } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';
import { asked, startServing, stopServing } from './serving.ts';

beforeAll(async () => {
  await demoPhotos();
});

/** Trains on the demo's people; the bundle's path. */
async function trainedBundle(more: readonly string[] = []): Promise<string> {
  const { people, strangers } = await demoPhotos();
  const bundle = join(temporaryFolder(), 'people.quen');
  await quenDone(['train', '--people', people, '--strangers', strangers, '--out', bundle, ...more]);
  return bundle;
}

describe('quen train', () => {
  it('makes a bundle that names the demo as its folders do', async () => {
    const { photos } = await demoPhotos();
    const bundle = await trainedBundle(['--fpir', '0.05']);
    const out = join(temporaryFolder(), 'out');
    await quenDone(['identify', '--gallery', bundle, '--photos', photos, '--fpir', '0.05', '--out', out]);
    const named = readTable(join(out, 'identities.csv')).filter(({ decision }) => decision === 'identified');
    const samples = named.filter(({ photo }) => photo.startsWith('sample'));
    expect(samples.map(({ identity }) => identity).sort()).toEqual([
      ...['emily willis', 'emily willis', 'jessica smith', 'jessica smith'],
      ...['laura tilling', 'laura tilling', 'tara sanford', 'tara sanford'],
    ]);
    expect(named).toHaveLength(samples.length);
    // Learnt from the searches of photos held out while the head was judged.
    for (const { probability } of samples) expect(Number(probability)).toBeGreaterThan(0.5);
  });

  it('makes a bundle whose class mean answers in a service as it does in a command', async () => {
    const { photos } = await demoPhotos();
    const bundle = await trainedBundle();
    const out = join(temporaryFolder(), 'out');
    await quenDone(['identify', '--gallery', bundle, '--photos', photos, '--out', out]);
    const rows = readTable(join(out, 'identities.csv')).filter(({ photo }) => photo.startsWith('sample'));
    const service = await startServing(['--data', join(temporaryFolder(), 'data'), '--bundle', bundle]);
    const { items } = await asked(service, 'GET', '/v1/collections');
    expect(items).toMatchObject([{ name: 'people', rule: 'mean' }]);
    expect(rows.length).toBeGreaterThan(0);
    for (const { photo, candidate_1: best, candidate_2: second } of rows) {
      const path = `/v1/collections/${items[0].id}/identify`;
      const { faces } = await asked(service, 'POST', path, readFileSync(join(photos, photo)));
      type Candidate = { readonly name: string; readonly score: number };
      const found = faces.map(({ candidates }: { readonly candidates: readonly Candidate[] }) =>
        candidates.slice(0, 2).map(({ name, score }) => `${name}:${score.toFixed(4)}`),
      );
      expect(found, photo).toContainEqual([best, second]);
    }
    await stopServing(service);
    expect((await service.ended).stdout).toContain('Its head, the class mean, answers');
  });

  it('writes the same bundle and page from the same photos and seed', async () => {
    const { people } = await demoPhotos();
    const folder = temporaryFolder();
    for (const run of ['one', 'two']) {
      mkdirSync(join(folder, run));
      const out = ['--out', join(folder, run, 'people.quen'), '--report', join(folder, run, 'training.html')];
      await quenDone(['train', '--people', people, '--head', 'linear', '--views', '2', ...out]);
    }
    for (const file of ['people.quen', 'training.html']) {
      const [one, two] = ['one', 'two'].map((run) => readFileSync(join(folder, run, file)));
      expect(one?.equals(two ?? Buffer.alloc(0)), file).toBe(true);
    }
  });

  it('shows what was judged, with a chart of the loss of a trained head', async () => {
    const report = join(temporaryFolder(), 'training.html');
    await trainedBundle(['--head', 'linear', '--report', report]);
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('aria-label="Loss: from ');
    expect(page).toContain('<polyline');
  });

  it('learns people with one photo each, and says that nothing was judged', async () => {
    const { emily, tara, emilyAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, { 'people/emily/1.jpg': emily, 'people/tara/1.jpg': tara, 'pile/x.jpg': emilyAgain });
    const bundle = join(folder, 'people.quen');
    const people = join(folder, 'people');
    const said = await quenDone(['train', '--people', people, '--head', 'linear', '--out', bundle]);
    expect(said).toContain('Nobody has two photos that differ');
    const out = join(folder, 'out');
    await quenDone(['identify', '--gallery', bundle, '--photos', join(folder, 'pile'), '--out', out]);
    const [row] = readTable(join(out, 'identities.csv'));
    expect(row?.['candidate_1']).toMatch(/^emily/);
    expect(row?.['probability']).toBe('');
  });

  it('refuses a head it does not know, and names those it does', async () => {
    const { people } = await demoPhotos();
    const out = join(temporaryFolder(), 'people.quen');
    const ended = await quen(['train', '--people', people, '--head', 'forest', '--out', out]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['class-mean', 'mlp'] });
    expect(existsSync(out)).toBe(false);
  });
});

describe('a bundle that is not whole', () => {
  it.each([
    ['cut short', (path: string) => truncateSync(path, 5000)],
    [
      'edited',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[600] = (bytes[600] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
  ])('is refused when %s, and nothing is written', async (_, damage) => {
    const { photos } = await demoPhotos();
    const bundle = await trainedBundle();
    damage(bundle);
    const out = join(temporaryFolder(), 'out');
    const ended = await quen(['identify', '--gallery', bundle, '--photos', photos, '--out', out]);
    expectFault(ended, { exit: 3, code: 'BUNDLE_FORMAT', says: [bundle] });
    expect(existsSync(join(out, 'identities.csv'))).toBe(false);
  });
});

describe('quen evaluate with heads', () => {
  itWithLfw('judges heads out of fold and names with the one it took', async () => {
    const task = writeLfwTask(temporaryFolder());
    const tables = ['--images', task.images, '--train', task.train, '--test', task.test];
    const heads = ['--strangers', task.strangers, '--head', 'class-mean', 'linear'];
    const said = await quenDone(['evaluate', ...tables, ...heads]);
    expect(said).toMatch(/Named by (class-mean|linear), rejected by/);
    expect(said).toMatch(/templates alone +\d\.\d{4}/);
    expect(said).toMatch(/linear, head rejects +\d\.\d{4}/);
  });
});
