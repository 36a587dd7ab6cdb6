import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos } from './photos.ts';
import { coldCache, expectFault, linkFetched, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

function mount(...options: string[]): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', ...options], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

const canMount = ((): boolean => {
  const folder = join(import.meta.dirname, `../../node_modules/.quen-mount-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const isMounted = mount('-o', 'size=64k', 'tmpfs', folder);
  if (isMounted) execFileSync('umount', [folder]);
  return isMounted;
})();

if (!canMount) console.warn('SKIPPED: no disk can be mounted here, so full disks are left to test/unit.');
const itWithMount = canMount ? it : it.skip;

/** A disk of so many bytes that is gone when the test ends. */
function smallDisk(size: string): string {
  const folder = temporaryFolder();
  if (!mount('-o', `size=${size}`, 'tmpfs', folder))
    throw new Error(`No disk could be mounted at ${folder}.`);
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

async function naming(out: string): Promise<string[]> {
  const { people, photos } = await demoPhotos();
  return ['identify', '--people', people, '--photos', photos, '--out', out];
}

describe('a full disk', () => {
  itWithMount('where results go is told as such, and leaves no half file', async () => {
    const disk = smallDisk('64k');
    const ended = await quen(await naming(join(disk, 'out')));
    expectFault(ended, { exit: 5, code: 'OUTPUT_FULL', says: [disk, 'Free some space', 'again'] });
    expect(readdirSync(join(disk, 'out')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  itWithMount(
    'where results are cached is told as such, and the run goes on once there is space',
    async () => {
      const disk = smallDisk('64k');
      linkFetched(disk);
      const out = join(temporaryFolder(), 'out');
      const ended = await quen(await naming(out), { env: { QUEN_CACHE: disk } });
      expectFault(ended, { exit: 5, code: 'OUTPUT_FULL', says: [disk, 'Free some space', 'again'] });
      execFileSync('mount', ['-o', 'remount,size=20m', disk]);
      await quenDone(await naming(out), { env: { QUEN_CACHE: disk } });
      const elsewhere = join(temporaryFolder(), 'out');
      await quenDone(await naming(elsewhere), { env: { QUEN_CACHE: coldCache() } });
      expect(readdirSync(out)).toEqual(readdirSync(elsewhere));
    },
  );

  itWithMount('where networks are kept is told as such', async () => {
    const disk = smallDisk('64k');
    const ended = await quen(['networks', 'pull', 'faceplugin-fr-feature'], { env: { QUEN_CACHE: disk } });
    expectFault(ended, { exit: 5, code: 'OUTPUT_FULL', says: [disk, 'Free some space'] });
  });
});

describe('a place that cannot be written to', () => {
  it('is found before any photo is read', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, 'mine');
    const { people } = await demoPhotos();
    for (const out of [file, join(file, 'below')]) {
      const ended = await quen(['identify', '--people', people, '--photos', 'nowhere', '--out', out]);
      expectFault(ended, { exit: 5, code: 'OUTPUT_UNWRITABLE', says: [out, 'Choose another place'] });
    }
    const gallery = await quen(['enrol', '--people', people, '--out', join(file, 'people.quen')]);
    expectFault(gallery, { exit: 5, code: 'OUTPUT_UNWRITABLE', says: [file] });
  });

  it('is told when it is a folder where a file is needed', async () => {
    const { people } = await demoPhotos();
    const folder = temporaryFolder();
    const ended = await quen(['enrol', '--people', people, '--out', folder]);
    expectFault(ended, { exit: 5, code: 'OUTPUT_UNWRITABLE', says: [folder] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is told when it is the cache', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'mine');
    const ended = await quen(await naming(join(temporaryFolder(), 'out')), { env: { QUEN_CACHE: file } });
    expectFault(ended, { exit: 5, code: 'OUTPUT_UNWRITABLE', says: [file] });
  });
});
