import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos, itWithLfw, itWithModels, MODELS, writeLfwTask } from './photos.ts';
import { coldCache, quenDone, startQuen } from './quen.ts';
import { smallRecipeTask } from './small-recipe.ts';
import { withPostgres } from './with-postgres.ts';
import { startWorker, status } from './workers.ts';

const { itWithServer, url: serverUrl } = withPostgres('views on many machines are not tried');

/** Flags for a queue within the command's own process. */
function withinOneProcess(): { readonly database: string; readonly flags: readonly string[] } {
  const database = join(temporaryFolder(), 'database');
  const flags = ['--distributed', '--database', database, '--store', temporaryFolder()];
  return { database, flags: [...flags, '--photos-per-shard', '8'] };
}

function foldersIn(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

describe('quen train --views --distributed', () => {
  itWithServer('writes the bundle of one process though a worker is killed at its work', async () => {
    const { people } = await demoPhotos();
    const url = serverUrl();
    const [store, folder] = [temporaryFolder(), temporaryFolder()];
    const [far, near] = ['far.quen', 'near.quen'].map((name) => join(folder, name)) as [string, string];
    const training = ['train', '--people', people, '--head', 'linear', '--views', '3', '--threads', '1'];
    const workers = [startWorker(url, store), startWorker(url, store)];
    const distributed = ['--distributed', '--database', url, '--store', store, '--photos-per-shard', '4'];
    const submitter = startQuen([...training, ...distributed, '--out', far], {
      env: { QUEN_CACHE: coldCache() },
    });
    onTestFinished(() => void submitter.child.kill('SIGKILL'));
    // Faces are shards of one way, views of another: the second folder is the first shard of views in work or done.
    while (foldersIn(join(store, 'shards')) < 2) {
      if (submitter.child.exitCode !== null) throw new Error('The command ended before there were views.');
      await wait(5);
    }
    workers[0]?.child.kill('SIGKILL');
    expect(await submitter.ended).toMatchObject({ exitCode: 0 });
    await quenDone([...training, '--out', near]);
    expect(readFileSync(far).equals(readFileSync(near))).toBe(true);
    const { runs } = await status(url);
    expect(runs.map(({ label }) => label).sort()).toEqual(['train', 'train, views']);
    for (const { counts } of runs)
      expect(counts).toMatchObject({ waiting: { shards: 0 }, failed: { shards: 0 } });
  });
});

describe('quen recipe run --distributed', () => {
  itWithModels('gives the answers of one process, and makes faces and views as shards', async () => {
    const { folder, args } = await smallRecipeTask();
    const { database, flags } = withinOneProcess();
    const [near, far] = ['near', 'far'].map((name) => join(folder, name)) as [string, string];
    await quenDone(args(near), { env: { QUEN_MODELS: MODELS, QUEN_CACHE: coldCache() } });
    const surroundings = { env: { QUEN_MODELS: MODELS, QUEN_CACHE: coldCache() } };
    expect(await quenDone([...args(far), ...flags], surroundings)).toContain('10 stages: 10 made, 0 kept');
    for (const file of ['submission.csv', 'recipe.json'])
      expect(readFileSync(join(far, file), 'utf8')).toBe(readFileSync(join(near, file), 'utf8'));
    const { runs } = await status(database);
    expect(runs.map(({ label }) => label).sort()).toEqual(['recipe', 'recipe, views']);
  });

  itWithLfw('carries out the defaults as well', async () => {
    const folder = temporaryFolder();
    const { train, test, strangers, images } = writeLfwTask(folder);
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    const [near, far] = ['near', 'far'].map((name) => join(folder, name)) as [string, string];
    const run = ['recipe', 'run', 'default', ...tables];
    await quenDone([...run, '--out', near]);
    const { flags } = withinOneProcess();
    await quenDone([...run, '--out', far, ...flags], { env: { QUEN_CACHE: coldCache() } });
    const answers = [near, far].map((out) =>
      readFileSync(join(out, 'stages/01-answers/answers.json'), 'utf8'),
    );
    expect(answers[1]).toBe(answers[0]);
  });
});

describe('quen audit --distributed', () => {
  it('finds what one process finds, and has faces measured as shards', async () => {
    const { people: good } = await demoPhotos();
    const folder = temporaryFolder();
    const people = join(folder, 'people');
    cpSync(good, people, { recursive: true, dereference: true });
    const [person = ''] = readdirSync(people).sort();
    const [photo = ''] = readdirSync(join(people, person)).sort();
    const dim = sharp(join(people, person, photo))
      .blur(14)
      .linear(0.35);
    await dim.toFile(join(people, person, 'dim.jpg'));
    const { database, flags } = withinOneProcess();
    const reports = ['near', 'far'].map((name) => join(folder, name)) as [string, string];
    await quenDone(['audit', '--people', people, '--out', reports[0]]);
    const surroundings = { env: { QUEN_CACHE: coldCache() } };
    await quenDone(['audit', '--people', people, '--out', reports[1], ...flags], surroundings);
    const [near, far] = reports.map((out) => JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8')));
    expect(far.findings).toEqual(near.findings);
    expect(near.findings.map(({ kind }: { kind: string }) => kind)).toContain('blurred');
    expect(far.counts).toEqual(near.counts);
    const { runs } = await status(database);
    expect(runs.map(({ label }) => label).sort()).toEqual(['audit', 'audit, measures']);
    for (const { counts } of runs)
      expect(counts).toMatchObject({ done: { photos: 20 }, failed: { shards: 0 } });
  });
});
