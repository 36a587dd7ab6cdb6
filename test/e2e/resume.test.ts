import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { scanSegment } from '../../dist/adapters/face-cache/segment.js';
import { identify } from '../../dist/index.js';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, demoPhotos, fourPortraits, itWithLfw, LFW, readTable } from './photos.ts';
import { coldCache, expectFault, quenDone, type Running, sharedCache, startQuen } from './quen.ts';

const PEOPLE_COUNT = 10;
const PILE_COUNT = 140;
const COMMAND = ['identify', '--people', 'people', '--photos', 'pile', '--out', 'out', '--fpir', '0.1'];

beforeAll(async () => {
  await demoPhotos();
  for (const name of ['retinaface-mnet025-v2', 'faceplugin-fr-feature'])
    await quenDone(['networks', 'pull', name]);
});

/** A folder with people and a pile of LFW's photos, the same in each, for one command to run in. */
function workplace(): string {
  const folder = temporaryFolder();
  const photos = readTable(join(LFW, 'open-set/open.csv')).map(({ image }) => image);
  const people = readTable(join(LFW, 'open-set/train.csv')).slice(0, PEOPLE_COUNT);
  for (const { image, label } of people) link(join(folder, 'people', label), image);
  for (const image of photos.slice(0, PILE_COUNT)) link(join(folder, 'pile'), image);
  return folder;
}

function link(folder: string, image: string): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(LFW, 'images', image), join(folder, image.slice(image.lastIndexOf('/') + 1)));
}

function segments(cache: string): string[] {
  const faces = join(cache, 'faces');
  const names = readdirSync(cache).includes('faces')
    ? readdirSync(faces, { recursive: true, encoding: 'utf8' })
    : [];
  return names.filter((name) => name.endsWith('.segment')).map((name) => join(faces, name));
}

/** Results kept in a cache, one for each photo and way of computing; a result that was cut off does not count. */
function keptCount(cache: string): number {
  let count = 0;
  for (const segment of segments(cache)) scanSegment(segment, () => count++);
  return count;
}

/** Waits until a running command has kept so many results. */
async function untilKept(cache: string, count: number, { child }: Running): Promise<void> {
  while (keptCount(cache) < count) {
    if (child.exitCode !== null) throw new Error(`The run ended before it had kept ${count} results.`);
    await wait(5);
  }
}

/** Starts the command and sends it a signal when it is in the middle of its photos. */
async function interrupted(cwd: string, cache: string, signal: NodeJS.Signals) {
  const running = startQuen(COMMAND, { cwd, env: { QUEN_CACHE: cache } });
  onTestFinished(() => void running.child.kill('SIGKILL'));
  await untilKept(cache, 60, running);
  running.child.kill(signal);
  return await running.ended;
}

const filesOf = (out: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(out)
      .sort()
      .map((name) => [name, readFileSync(join(out, name), 'latin1')]),
  );

async function undisturbed(): Promise<{ files: Record<string, string>; kept: number }> {
  const [cwd, cache] = [workplace(), coldCache()];
  await quenDone(COMMAND, { cwd, env: { QUEN_CACHE: cache } });
  return { files: filesOf(join(cwd, 'out')), kept: keptCount(cache) };
}

describe('a run that was ended', () => {
  itWithLfw('goes on where it was, and ends with the same bytes as one that was left alone', async () => {
    const whole = await undisturbed();
    expect(Object.keys(whole.files)).toEqual([
      'identities.csv',
      'identities.json',
      'report.html',
      'run.json',
    ]);
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const [cwd, cache] = [workplace(), coldCache()];
      const ended = await interrupted(cwd, cache, signal);
      if (signal === 'SIGKILL') expect(ended.signal).toBe('SIGKILL');
      else expectFault(ended, { exit: 130, code: 'ABORTED', says: ['Run the same command to go on'] });
      expect(readdirSync(join(cwd, 'out'))).toEqual([]);
      const kept = keptCount(cache);
      expect(kept).toBeGreaterThanOrEqual(60);
      expect(kept).toBeLessThan(whole.kept);
      await quenDone(COMMAND, { cwd, env: { QUEN_CACHE: cache } });
      // Had a photo been worked on twice, its results would stand there twice.
      expect(keptCount(cache)).toBe(whole.kept);
      expect(filesOf(join(cwd, 'out'))).toEqual(whole.files);
    }
  });
});

describe('the same command again', () => {
  it('works on no photo twice, writes the same bytes, and tells the library how much it reused', async () => {
    const cache = coldCache();
    const { people, photos } = await demoPhotos();
    const out = join(temporaryFolder(), 'out');
    const args = ['identify', '--people', people, '--photos', photos, '--out', out];
    await quenDone(args, { env: { QUEN_CACHE: cache } });
    const [kept, files] = [keptCount(cache), filesOf(out)];
    await quenDone(args, { env: { QUEN_CACHE: cache } });
    expect(keptCount(cache)).toBe(kept);
    expect(filesOf(out)).toEqual(files);
    const shared = sharedCache();
    onTestFinished(() => {
      process.env['QUEN_CACHE'] = shared;
    });
    process.env['QUEN_CACHE'] = cache;
    const found = await identify({ people, photos });
    expect([found.cachedCount, found.photoCount]).toEqual([60, 60]);
  });

  it('survives a cache whose last results were cut off or overwritten', async () => {
    const cache = coldCache();
    const { people, photos } = await demoPhotos();
    const out = join(temporaryFolder(), 'out');
    const args = ['identify', '--people', people, '--photos', photos, '--out', out];
    await quenDone(args, { env: { QUEN_CACHE: cache } });
    const files = filesOf(out);
    for (const segment of segments(cache)) {
      const bytes = readFileSync(segment).subarray(0, statSync(segment).size - 7);
      writeFileSync(segment, bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 100));
    }
    await quenDone(args, { env: { QUEN_CACHE: cache } });
    expect(filesOf(out)).toEqual(files);
  });

  it('clears away what a killed run left half written, and nothing of the user', async () => {
    const { people, photos } = await demoPhotos();
    const out = temporaryFolder();
    writeFileSync(join(out, 'identities.csv.quen-4194999-0123abcd.part'), 'photo,fa');
    writeFileSync(join(out, 'holiday.part'), 'mine');
    await quenDone(['identify', '--people', people, '--photos', photos, '--out', out]);
    const kept = ['holiday.part', 'identities.csv', 'identities.json', 'report.html', 'run.json'];
    expect(readdirSync(out).sort()).toEqual(kept);
  });
});

describe('results within the pile', () => {
  it('are none of its files', async () => {
    const { emily, emilyAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, { 'people/Emily/1.jpg': emily, 'pile/1.jpg': emilyAgain });
    const args = ['identify', '--people', '../people', '--photos', '.'];
    const cwd = join(folder, 'pile');
    await quenDone(args, { cwd });
    const files = filesOf(join(cwd, 'quen-out'));
    await quenDone(args, { cwd });
    expect(filesOf(join(cwd, 'quen-out'))).toEqual(files);
  });
});

describe('two runs at once', () => {
  it('share a cache without harm', async () => {
    const cache = coldCache();
    const { people, photos } = await demoPhotos();
    const outs = ['a', 'b'].map((name) => join(temporaryFolder(), name));
    const runs = outs.map((out) =>
      quenDone(['identify', '--people', people, '--photos', photos, '--out', out], {
        env: { QUEN_CACHE: cache },
      }),
    );
    await Promise.all(runs);
    const [a, b] = outs.map((out) => readFileSync(join(out, 'identities.json'), 'utf8'));
    expect(a).toBe(b);
  });
});

describe('Ctrl-C twice', () => {
  itWithLfw('ends a run at once', async () => {
    const [cwd, cache] = [workplace(), coldCache()];
    const running = startQuen(COMMAND, { cwd, env: { QUEN_CACHE: cache } });
    onTestFinished(() => void running.child.kill('SIGKILL'));
    await untilKept(cache, 20, running);
    running.child.kill('SIGINT');
    await wait(20);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({ signal: 'SIGINT', stderr: '' });
  });
});
