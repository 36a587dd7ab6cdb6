import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos, itWithLfw, LFW, readTable, writeLfwTask, writeTable } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const bytesOf = (out: string, files: readonly string[]): string[] =>
  files.map((file) => readFileSync(join(out, file), 'utf8'));

/** People of LFW with two photos to enrol and three at most to name, strangers to calibrate on, and a few in the pile. */
function writePile(folder: string): string[] {
  const rows = (name: string): string[][] =>
    readTable(join(LFW, 'open-set', `${name}.csv`)).map(({ image = '', label = '' }) => [image, label]);
  const [train, open] = [rows('train'), rows('open')];
  const photosOf = (from: string[][], person: string): string[][] =>
    from.filter(([, label]) => label === person);
  const easy = [...new Set(train.map(([, label = '']) => label))]
    .filter((person) => Math.min(photosOf(train, person).length, photosOf(open, person).length) >= 3)
    .slice(0, PEOPLE);
  const people = [...easy, ...UNLIKE_THEMSELVES];
  const some = (from: string[][], count: number): string[][] =>
    people.flatMap((person) => photosOf(from, person).slice(0, count));
  const nobody = photosOf(open, 'unknown').slice(0, 5);
  const strangers = [...new Map(rows('strangers').map((row) => [row[1], row])).values()].slice(0, STRANGERS);
  const tables = { train: some(train, 2), test: [...some(open, 3), ...nobody], strangers };
  return Object.entries(tables).flatMap(([name, table]) => {
    writeTable(join(folder, `${name}.csv`), table);
    return [`--${name}`, join(folder, `${name}.csv`)];
  });
}

const PEOPLE = 60;
/** People whose enrolled photos are so unlike each other that one does not find the other; photos of the pile lie between. */
const UNLIKE_THEMSELVES = ['Nick_Nolte', 'George_Clooney', 'Jason_Kidd'];
const STRANGERS = 60;

describe('quen identify --learn-from-photos', () => {
  itWithLfw('writes who joined, the same bytes each time, and takes a label back', async () => {
    const folder = temporaryFolder();
    const tables = [...writePile(folder), '--images', join(LFW, 'images')];
    const run = async (name: string, more: readonly string[] = []): Promise<string> => {
      const learn = ['--learn-from-photos', '--out', join(folder, name), ...more];
      return await quenDone(['identify', ...tables, ...learn]);
    };
    const said = await run('one');
    await run('two');
    const files = ['pseudo-labels.json', 'identities.json', 'submission.csv', 'scores.json', 'run.json'];
    expect(bytesOf(join(folder, 'one'), files)).toEqual(bytesOf(join(folder, 'two'), files));
    const labels = readJson(join(folder, 'one/pseudo-labels.json'));
    expect(said).toContain(`${labels.length} faces of the photos joined the templates in`);
    expect(labels.length).toBeGreaterThan(PEOPLE);
    const { learning } = readJson(join(folder, 'one/run.json'));
    expect(learning).toMatchObject({ faceCount: labels.length, revokedCount: 0 });
    const revoked = join(folder, 'revoked.json');
    writeFileSync(revoked, JSON.stringify([labels[0]]));
    await run('three', ['--revoke', revoked]);
    const left: { photo: string }[] = readJson(join(folder, 'three/pseudo-labels.json'));
    expect(left.some(({ photo }) => photo === labels[0].photo)).toBe(false);
    expect(readJson(join(folder, 'three/run.json')).learning.revokedCount).toBe(1);
  });

  it('lets nobody join where there are too few people, says so, and answers as without', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const sources = ['--people', people, '--strangers', strangers, '--photos', photos];
    const said = await quenDone([
      'identify',
      ...sources,
      '--out',
      join(folder, 'learnt'),
      '--learn-from-photos',
    ]);
    expect(said).toContain('No face of the photos joined the templates: ');
    await quenDone(['identify', ...sources, '--out', join(folder, 'plain')]);
    expect(readJson(join(folder, 'learnt/pseudo-labels.json'))).toEqual([]);
    const [learnt, plain] = ['learnt', 'plain'].map((out) => bytesOf(join(folder, out), ['identities.json']));
    expect(learnt).toEqual(plain);
    expect(readJson(join(folder, 'plain/run.json')).learning).toBeNull();
  });

  it('works with a gallery of enrol, and with strangers to calibrate it on', async () => {
    const { people, strangers, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const gallery = join(folder, 'people.quen');
    await quenDone(['enrol', '--people', people, '--out', gallery]);
    const pile = ['--gallery', gallery, '--strangers', strangers, '--photos', photos];
    const said = await quenDone(['identify', ...pile, '--learn-from-photos', '--out', join(folder, 'out')]);
    expect(said).toContain('No face of the photos joined the templates: ');
    const ended = await quen(['identify', ...pile, '--out', join(folder, 'out')]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['strangers'] });
  });

  it('refuses a bundle of trained heads', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const bundle = join(folder, 'people.quen');
    await quenDone(['train', '--people', people, '--head', 'class-mean', '--out', bundle]);
    const pile = ['--gallery', bundle, '--photos', photos, '--out', join(folder, 'out')];
    const ended = await quen(['identify', ...pile, '--learn-from-photos']);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: [bundle, 'trained heads'] });
  });

  it('refuses to revoke what it would not give', async () => {
    const { people, photos } = await demoPhotos();
    const sources = ['--people', people, '--photos', photos, '--out', join(temporaryFolder(), 'out')];
    const ended = await quen(['identify', ...sources, '--revoke', 'some.json']);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['--learn-from-photos'] });
    const missing = await quen(['identify', ...sources, '--learn-from-photos', '--revoke', 'none.json']);
    expectFault(missing, { exit: 3, code: 'TABLE_INVALID', says: ['none.json'] });
  });
});

describe('quen evaluate --learn-from-photos', () => {
  itWithLfw('says what joined, and refuses heads beside it', async () => {
    const folder = temporaryFolder();
    const { train, test, strangers, images } = writeLfwTask(folder);
    const json = join(folder, 'figures.json');
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    const said = await quenDone(['evaluate', ...tables, '--learn-from-photos', '--json', json]);
    const { learning } = readJson(json);
    expect(said).toContain(learning.statement);
    expect(learning.faceCount).toBe(0);
    const ended = await quen(['evaluate', ...tables, '--learn-from-photos', '--head', 'class-mean']);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['heads'] });
  });
});
