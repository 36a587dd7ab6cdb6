import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos } from './photos.ts';
import { coldCache, expectFault, quen, quenDone, type Running, startQuen } from './quen.ts';
import { withPostgres } from './with-postgres.ts';
import { startWorker, status, untilWorking } from './workers.ts';

const { itWithServer, url: serverUrl } = withPostgres('workers on many machines are not tried');

const filesOf = (out: string): Record<string, string> =>
  Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'latin1')]));

async function identifying(out: string, more: readonly string[] = []): Promise<string[]> {
  const { people, photos } = await demoPhotos();
  return ['identify', '--people', people, '--photos', photos, '--out', out, '--threads', '1', ...more];
}

async function plainFiles(): Promise<Record<string, string>> {
  const out = join(temporaryFolder(), 'out');
  await quenDone(await identifying(out));
  return filesOf(out);
}

describe('quen identify --distributed', () => {
  itWithServer('gives the bytes of one process though a worker is killed at its work', async () => {
    const url = serverUrl();
    const [store, out] = [temporaryFolder(), join(temporaryFolder(), 'out')];
    const workers = [startWorker(url, store), startWorker(url, store)];
    const distributed = ['--distributed', '--database', url, '--store', store, '--photos-per-shard', '6'];
    const submitter = startQuen(await identifying(out, distributed), { env: { QUEN_CACHE: coldCache() } });
    onTestFinished(() => void submitter.child.kill('SIGKILL'));
    await untilWorking(url, workers[0] as Running);
    workers[0]?.child.kill('SIGKILL');
    expect(await submitter.ended).toMatchObject({ exitCode: 0 });
    expect(filesOf(out)).toEqual(await plainFiles());
    const [run] = (await status(url)).runs;
    expect(run?.counts).toMatchObject({
      waiting: { shards: 0 },
      active: { shards: 0 },
      failed: { shards: 0 },
    });
    expect(run?.retries.died).toBe(1);
    workers[1]?.child.kill('SIGTERM');
    expect(await workers[1]?.ended).toMatchObject({ exitCode: 0 });
    const text = await quenDone(['jobs', '--database', url]);
    expect(text).toContain(`${run?.id}  identify`);
    expect(text).toContain('1 worker died');
    await quenDone(['jobs', 'remove', run?.id ?? '', '--database', url, '--store', store]);
    expect(await quenDone(['jobs', '--database', url])).toContain('No distributed runs');
    expect(
      readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.npy')),
    ).toEqual([]);
  });

  it('does all within one process with a database of its own, and uses its shards again', async () => {
    const [store, folder] = [temporaryFolder(), temporaryFolder()];
    const database = join(folder, 'database');
    const more = ['--distributed', '--database', database, '--store', store, '--photos-per-shard', '20'];
    const plain = await plainFiles();
    for (const name of ['once', 'twice']) {
      const out = join(folder, name);
      await quenDone(await identifying(out, more), { env: { QUEN_CACHE: coldCache() } });
      expect(filesOf(out)).toEqual(plain);
    }
    const { runs } = await status(database);
    expect(runs).toHaveLength(1);
    expect(runs[0]?.retries.died).toBe(0);
  });

  it('says what it lacks', async () => {
    const lacking = await quen(await identifying('out', ['--distributed', '--store', 'store']), {
      env: { DATABASE_URL: '' },
    });
    expectFault(lacking, { exit: 2, code: 'CONFIG_INVALID', says: ['database'] });
    const idle = await quen(await identifying('out', ['--photos-per-shard', '5']));
    expectFault(idle, { exit: 2, code: 'CONFIG_INVALID', says: ['--photos-per-shard', '--distributed'] });
    const rootless = await quen(['worker', '--database', 'd', '--store', 's', '--photos-root', '/only']);
    expectFault(rootless, { exit: 2, code: 'CONFIG_INVALID', says: ['FROM=TO'] });
  });
});
