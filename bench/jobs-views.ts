// npx tsx bench/jobs-views.ts [--photos 600] [--views 20]: `quen train` whose faces and views are made by one worker, then by two, of
// one thread each, on a PostgreSQL of its own. Each must write the bundle of one process. Prints Markdown. Needs the built package,
// LFW and Debian's PostgreSQL.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../src/adapters/network-store/cache-folder.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { endAll, startQuen } from './jobs-faults/processes.ts';
import { linkNetworks, openSite, type Site } from './jobs-faults/site.ts';
import { LFW } from './photos.ts';

const { values } = parseArgs({
  options: { photos: { type: 'string', default: '600' }, views: { type: 'string', default: '20' } },
});
const folder = mkdtempSync(join(tmpdir(), 'quen-jobs-views-'));
const people = join(folder, 'people');
const cache = join(folder, 'cache');
layOut(Number(values.photos));
linkNetworks(cacheFolder(), cache);
const postgres = await startPostgres();
try {
  const plain = join(folder, 'plain.quen');
  const startedMs = performance.now();
  const alone = startQuen([...training(plain), '--threads', '1'], { env: { QUEN_CACHE: cache } });
  if ((await alone.ended) !== 0) throw new Error(`The plain run ended: ${alone.said()}`);
  console.log(
    `One process with one thread: ${secondsSince(startedMs)} s.\n\n| workers | command s | shards of views | views, s | the bundle of one process |\n|---|---|---|---|---|`,
  );
  const spans = [];
  for (const count of [1, 2]) spans.push(await distributed(count, readFileSync(plain)));
  const [one = 0, two = 0] = spans;
  console.log(`\nViews by two workers: ${(one / two).toFixed(2)} times as fast as by one.`);
} finally {
  await endAll();
  postgres.remove();
  rmSync(folder, { recursive: true, force: true });
}

/** @returns seconds from the first try at a shard of views to the end of the last */
async function distributed(count: number, plain: Uint8Array): Promise<number> {
  const photos = { people, pile: '' };
  const name = `views-${count}`;
  const site = await openSite({ folder, name, postgres, photos, photosPerShard: 200, cache });
  const bundle = join(folder, `${name}.quen`);
  try {
    const startedMs = performance.now();
    for (let i = 0; i < count; i++) site.worker();
    const submitter = site.submit(training(bundle));
    if ((await submitter.ended) !== 0) throw new Error(`The command ended: ${submitter.said()}`);
    const { shards, seconds } = await viewsRun(site);
    const isSame = Buffer.compare(readFileSync(bundle), plain) === 0;
    if (!isSame) process.exitCode = 1;
    const cells = [count, secondsSince(startedMs), shards, seconds.toFixed(1), isSame ? 'yes' : 'NO'];
    console.log(`| ${cells.join(' | ')} |`);
    return seconds;
  } finally {
    await site.remove();
  }
}

async function viewsRun(site: Site): Promise<{ readonly shards: number; readonly seconds: number }> {
  const [row] = await site.rows<{ shards: number; seconds: number }>(
    `select count(*)::float8 as shards, extract(epoch from max(t.ended_at) - min(t.started_at))::float8 as seconds
       from quen_jobs.runs r join quen_jobs.run_shards s on s.run_id = r.id join quen_jobs.tries t on t.shard = s.shard
      where r.label like '%views'`,
  );
  if (row === undefined) throw new Error('There is no run of views.');
  return row;
}

function training(out: string): string[] {
  return ['train', '--people', people, '--head', 'linear', '--views', values.views, '--out', out];
}

/** Folders of the first people to be learnt in LFW's open set. */
function layOut(count: number): void {
  const table = readFileSync(join(LFW, 'open-set/train.csv'), 'utf8').trim().split('\n').slice(1);
  for (const row of table.slice(0, count)) {
    const name = row.split(',')[0] as string;
    const link = join(people, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(LFW, 'images', name), link);
  }
}

function secondsSince(startedMs: number): string {
  return ((performance.now() - startedMs) / 1000).toFixed(0);
}
