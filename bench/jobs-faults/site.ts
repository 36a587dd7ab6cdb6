import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestPostgres } from '../../test/support/postgres.ts';
import type { FaultPhotos } from './derived-photos.ts';
import { endAll, type Started, type StartOptions, startQuen, wait } from './processes.ts';

/** One trial: a database and a store of its own, workers, and a submitter that waits for them. */
export interface Site {
  readonly url: string;
  readonly store: string;
  worker(options?: StartOptions & { readonly args?: readonly string[]; readonly url?: string }): Started;
  /** @param command what is distributed; names the pile if absent */
  submit(command?: readonly string[]): Started;
  /** Rows of a statement. */
  rows<Row>(sql: string): Promise<Row[]>;
  /** Waits until such a share of the photos is done; throws where the submitter ends before. @returns how many photos */
  untilDone(share: number, submitter: Started): Promise<number>;
  /** SHA-256 over all files that the submitter wrote, and how many photos they speak of. */
  result(): { readonly sha256: string; readonly photoCount: number; readonly distinctCount: number };
  remove(): Promise<void>;
}

/** What a trial is made with. */
export interface SiteSetup {
  readonly folder: string;
  readonly name: string;
  readonly postgres: TestPostgres;
  readonly photos: FaultPhotos;
  readonly photosPerShard: number;
  /** Cache folder of submitter and workers: holds the networks. */
  readonly cache: string;
}

/** Makes the place of a trial. */
export async function openSite({
  folder,
  name,
  postgres,
  photos,
  photosPerShard,
  cache,
}: SiteSetup): Promise<Site> {
  const database = `trial_${name.replaceAll('-', '_')}`;
  await query(postgres.url, `drop database if exists ${database} with (force)`);
  await query(postgres.url, `create database ${database}`);
  const url = postgres.url.replace(/postgres$/, database);
  const store = join(folder, `store-${name}`);
  const out = join(folder, `out-${name}`);
  for (const path of [store, out]) rmSync(path, { recursive: true, force: true });
  mkdirSync(store, { recursive: true });
  const env = { QUEN_CACHE: cache };
  // The submitter's cache must not know the photos, else a worker's results would not be what is compared.
  const ownCache = join(folder, `cache-${name}`);
  linkNetworks(cache, ownCache);
  return {
    url,
    store,
    worker: (options = {}) =>
      startQuen(
        [
          'worker',
          '--database',
          options.url ?? url,
          '--store',
          store,
          '--threads',
          '1',
          ...(options.args ?? []),
        ],
        { ...options, env: { ...env, ...options.env } },
      ),
    submit: (command = ['identify', '--people', photos.people, '--photos', photos.pile, '--out', out]) =>
      startQuen(
        [
          ...[...command, '--threads', '1'],
          ...['--distributed', '--database', url, '--store', store],
          ...['--photos-per-shard', String(photosPerShard)],
        ],
        { env: { QUEN_CACHE: ownCache } },
      ),
    rows: (sql) => query(url, sql),
    untilDone: (share, submitter) => untilDone(url, share, submitter),
    result: () => resultOf(out),
    remove: async () => {
      await endAll();
      for (const path of [store, out, ownCache]) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** SHA-256 over the files of a results folder, and the photos they name. */
export function resultOf(out: string): { sha256: string; photoCount: number; distinctCount: number } {
  const hash = createHash('sha256');
  for (const name of readdirSync(out).sort()) hash.update(name).update(readFileSync(join(out, name)));
  const { photos } = JSON.parse(readFileSync(join(out, 'identities.json'), 'utf8')) as {
    photos: { photo: string }[];
  };
  const names = photos.map(({ photo }) => photo);
  return { sha256: hash.digest('hex'), photoCount: names.length, distinctCount: new Set(names).size };
}

/** A cache folder with the networks of another, and no results. */
export function linkNetworks(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const name of ['networks', 'prepared', 'cards'])
    execFileSync('sh', ['-c', '[ ! -e "$0" ] || cp -r "$0" "$1"', join(from, name), to]);
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function untilDone(url: string, share: number, submitter: Started): Promise<number> {
  const sql = `select coalesce(sum(s.photo_count) filter (where t.ending = 'done'), 0)::float8 as done, sum(s.photo_count)::float8 as "all"
    from quen_jobs.run_shards s left join quen_jobs.tries t on t.shard = s.shard and t.ending = 'done'`;
  for (;;) {
    const [row] = await query<{ done: number; all: number | null }>(url, sql).catch(() => []);
    const { done = 0, all = null } = row ?? {};
    if (all !== null && done >= share * all) return done;
    if (submitter.child.exitCode !== null || submitter.child.signalCode !== null)
      throw new Error(`The submitter ended before ${share} was done: ${submitter.said()}`);
    await wait(200);
  }
}
