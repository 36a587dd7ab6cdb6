import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StageFolders } from '../../../src/adapters/files/stage-folders.ts';
import { runStages, type Stage, type StageStore } from '../../../src/pipeline/stages.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Made {
  readonly stages: readonly Stage[];
  /** Names of the stages that were made, in order. */
  readonly made: string[];
}

/** Distances, then unknowns out of them, then a count of the unknowns. */
function threeStages({ limit = 1, weight = 1, fails = false } = {}): Made {
  const made: string[] = [];
  const text = async (files: { read(file: string): Promise<Uint8Array> } | undefined, file: string) =>
    Buffer.from((await files?.read(file)) ?? []).toString('utf8');
  const stages: Stage[] = [
    {
      name: 'distances',
      after: [],
      settings: { weight },
      make: async ({ write }) => {
        made.push('distances');
        await write('values.json', JSON.stringify([0.5, 1.5, 2.5].map((value) => value * weight)));
      },
    },
    {
      name: 'unknowns',
      after: ['distances'],
      settings: { limit },
      make: async ({ inputs, write }) => {
        made.push('unknowns');
        const values: number[] = JSON.parse(await text(inputs.get('distances'), 'values.json'));
        await write('half.txt', 'written before the fault');
        if (fails) throw new Error('killed');
        await write(
          'unknowns.json',
          JSON.stringify(values.flatMap((value, i) => (value > limit ? [i] : []))),
        );
      },
    },
    {
      name: 'count',
      after: ['unknowns'],
      settings: null,
      make: async ({ inputs, write }) => {
        made.push('count');
        const unknowns: number[] = JSON.parse(await text(inputs.get('unknowns'), 'unknowns.json'));
        await write('count.txt', String(unknowns.length));
      },
    },
  ];
  return { stages, made };
}

async function run(folder: string, options: Parameters<typeof threeStages>[0] = {}) {
  const { stages, made } = threeStages(options);
  const store: StageStore = new StageFolders(folder);
  const ran = await runStages(stages, store);
  return { made, kept: ran.filter(({ wasKept }) => wasKept).map(({ name }) => name), ran };
}

const countIn = (folder: string) => readFileSync(join(folder, 'count/count.txt'), 'utf8');

describe('a run of stages', () => {
  it('makes each stage once, from the files of those before', async () => {
    const folder = temporaryFolder();
    expect((await run(folder)).made).toEqual(['distances', 'unknowns', 'count']);
    expect(countIn(folder)).toBe('2');
    const again = await run(folder);
    expect([again.made, again.kept]).toEqual([[], ['distances', 'unknowns', 'count']]);
    expect(Buffer.from((await again.ran[2]?.files.read('count.txt')) ?? []).toString()).toBe('2');
  });

  it('begins where the settings differ', async () => {
    const folder = temporaryFolder();
    await run(folder);
    expect((await run(folder, { limit: 2 })).made).toEqual(['unknowns', 'count']);
    expect(countIn(folder)).toBe('1');
  });

  it('leaves later stages alone where an earlier one comes out the same', async () => {
    const folder = temporaryFolder();
    await run(folder);
    expect((await run(folder, { limit: 1.1 })).made).toEqual(['unknowns']);
    expect((await run(folder, { weight: 0.1 })).made).toEqual(['distances', 'unknowns', 'count']);
  });

  it('goes on after a stage that failed, at that stage', async () => {
    const folder = temporaryFolder();
    await expect(run(folder, { fails: true })).rejects.toThrow('killed');
    const { made, kept } = await run(folder);
    expect([made, kept]).toEqual([['unknowns', 'count'], ['distances']]);
  });

  it('makes a stage again whose file or record was damaged or deleted', async () => {
    const folder = temporaryFolder();
    await run(folder);
    writeFileSync(join(folder, 'unknowns/unknowns.json'), '[0,1,2]');
    expect((await run(folder)).made).toEqual(['unknowns']);
    rmSync(join(folder, 'count/count.txt'));
    expect((await run(folder)).made).toEqual(['count']);
    writeFileSync(join(folder, 'distances/stage.json'), '{ not JSON');
    expect((await run(folder)).made).toEqual(['distances']);
    expect(countIn(folder)).toBe('2');
  });

  it('is never led out of its folder by a record', async () => {
    const folder = temporaryFolder();
    const precious = join(folder, 'precious.txt');
    await run(folder);
    writeFileSync(precious, 'mine');
    writeFileSync(join(folder, 'count/stage.json'), '{"key":"","files":{"../precious.txt":""}}');
    expect((await run(folder)).made).toEqual(['count']);
    expect(readFileSync(precious, 'utf8')).toBe('mine');
  });

  it('keeps files in a stage’s folder that are not the stage’s', async () => {
    const folder = temporaryFolder();
    await run(folder);
    writeFileSync(join(folder, 'unknowns/note.txt'), 'mine');
    await run(folder, { limit: 2 });
    expect(readFileSync(join(folder, 'unknowns/note.txt'), 'utf8')).toBe('mine');
  });

  it('stops on request between stages, and refuses an order that cannot be', async () => {
    const { stages, made } = threeStages();
    const stop = new AbortController();
    const control = { signal: stop.signal, onStage: () => stop.abort() };
    const store = new StageFolders(temporaryFolder());
    await expect(runStages(stages, store, control)).rejects.toMatchObject({ code: 'ABORTED' });
    expect(made).toEqual(['distances']);
    await expect(runStages([...stages].reverse(), store)).rejects.toThrow(/count comes after unknowns/);
  });
});
