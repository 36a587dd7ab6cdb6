import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { itWithLfw, itWithModels, LFW, MODELS, readTable, writeLfwTask, writeTable } from './photos.ts';
import { coldCache, expectFault, quen, quenDone, startQuen } from './quen.ts';
import { NETWORK, smallRecipeTask } from './small-recipe.ts';

describe('quen recipe run', () => {
  itWithModels(
    'ends with the same answers when it was killed on the way, and a second run makes nothing',
    async () => {
      const { folder, args } = await smallRecipeTask();
      const surroundings = () => ({ env: { QUEN_MODELS: MODELS, QUEN_CACHE: coldCache() } });
      const [whole, broken] = ['whole', 'broken'].map((name) => join(folder, name)) as [string, string];
      const first = surroundings();
      const said = await quenDone(args(whole), first);
      expect(said).toContain(`Without insightface-r100-ii`);
      expect(said).toContain('Family insightface: insightface-y1 1.');
      expect(said).toMatch(/step-4: insightface-y1, 4 heads, accuracy out of fold/);
      expect(said).toMatch(/step-4: 20 photos named, .* pseudo-labels, \d+ rows to learn/);
      expect(said).toMatch(/step-7: MAP@5 0\.\d+/);
      expect(said).toContain('10 stages: 10 made, 0 kept');

      const second = surroundings();
      const killed = startQuen(args(broken), second);
      const mark = join(broken, 'stages', `05-step-4-${NETWORK}`, 'stage.json');
      while (!existsSync(mark)) {
        if (killed.child.exitCode !== null) throw new Error('The run ended before it was killed.');
        await wait(5);
      }
      killed.child.kill('SIGKILL');
      expect((await killed.ended).signal).toBe('SIGKILL');
      const submission = join(broken, 'submission.csv');
      expect(existsSync(submission)).toBe(false);
      const resumed = await quenDone(args(broken), second);
      const kept = Number(/(\d+) kept/.exec(resumed)?.[1]);
      expect(kept).toBeGreaterThanOrEqual(5);
      expect(kept).toBeLessThan(10);
      expect(readFileSync(submission, 'utf8')).toBe(readFileSync(join(whole, 'submission.csv'), 'utf8'));

      const { mtimeMs } = statSync(submission);
      expect(await quenDone(args(broken), second)).toContain('10 stages: 0 made, 10 kept');
      expect(statSync(submission).mtimeMs).toBe(mtimeMs);
      const rows = readTable(submission);
      expect(rows).toHaveLength(20);
      for (const { label } of rows) expect(new Set(label.split(' ')).size).toBe(5);
    },
  );

  itWithModels('names photos that are training photos, and says so', async () => {
    const { folder, args, paths } = await smallRecipeTask();
    const [copy] = readTable(paths.train);
    const { images: _, ...tables } = paths;
    writeTable(tables.test, [[copy.image, copy.label]]);
    const out = join(folder, 'out');
    const said = await quenDone(args(out), { env: { QUEN_MODELS: MODELS } });
    expect(said).toContain('Photos to be named that are training photos: 1.');
    expect(readTable(join(out, 'submission.csv'))[0].label.split(' ')[0]).toBe(copy.label);
  });

  itWithLfw('carries out the defaults, with a threshold from strangers', async () => {
    const folder = temporaryFolder();
    const { train, test, strangers, images } = writeLfwTask(folder);
    const out = join(folder, 'out');
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    const said = await quenDone(['recipe', 'run', 'default', ...tables, '--out', out]);
    expect(Number(/MAP@5 ([\d.]+)/.exec(said)?.[1])).toBeGreaterThan(0.9);
    const threshold = JSON.parse(readFileSync(join(out, 'stages/01-answers/threshold.json'), 'utf8'));
    expect(threshold).toMatchObject({ fpirAsked: 0.01, setOn: 'strangers' });
    expect(await quenDone(['recipe', 'run', 'default', ...tables, '--out', out])).toContain('0 made, 1 kept');
  });

  itWithLfw('refuses networks without a say, and photos that stand in a table twice', async () => {
    const folder = temporaryFolder();
    const { train, test } = writeLfwTask(folder);
    const run = ['recipe', 'run', 'aivivn', '--train', train, '--images', join(LFW, 'images')];
    const out = ['--out', join(folder, 'out')];
    expectFault(await quen([...run, '--test', test, ...out, '--network', 'dlib-resnet-v1-method']), {
      exit: 3,
      code: 'RECIPE_INVALID',
      says: ['insightface-y1'],
    });
    const [row] = readTable(test);
    const twice = join(folder, 'twice.csv');
    writeTable(twice, [
      [row.image, row.label],
      [row.image, row.label],
    ]);
    expectFault(
      await quen([...run, '--test', twice, ...out, '--network', NETWORK], { env: { QUEN_MODELS: MODELS } }),
      {
        exit: 3,
        code: 'TABLE_INVALID',
        says: [row.image, 'twice'],
      },
    );
  });
});
