// npx tsx bench/jobs-faults.ts [--photos 2000] [--fault-photos 400] [--queued-shards 100000] [--only NAME,...] [--folder DIR]: distributed extraction of photos derived from LFW, while things break, on a
// PostgreSQL of its own: workers, the database, the network, the store's disk, workers that do not fit, a photo that ends its
// worker. Each trial must give every photo once and the bytes of one process. Prints Markdown. Needs the built package (QUEN_DIST: another), Debian's
// PostgreSQL, and for two trials the right to mount and to make a network namespace.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../src/adapters/network-store/cache-folder.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { derivedPhotos, type FaultPhotos } from './jobs-faults/derived-photos.ts';
import { endAll, startQuen } from './jobs-faults/processes.ts';
import { fullQueue, queueOverhead } from './jobs-faults/queue-overhead.ts';
import { linkNetworks, openSite, resultOf, type Site } from './jobs-faults/site.ts';
import {
  fullDisk,
  killedDatabase,
  killedWorkers,
  networkCut,
  otherWorkers,
  poisonPhoto,
  stoppedWorker,
  type Trial,
  undisturbed,
} from './jobs-faults/trials.ts';

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '2000' },
    'fault-photos': { type: 'string', default: '400' },
    'queued-shards': { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
    folder: { type: 'string' },
  },
});

interface Planned {
  readonly name: string;
  readonly size: 'large' | 'small';
  readonly trial: Trial;
}

const TRIALS: readonly Planned[] = [
  { name: 'one-worker', size: 'small', trial: undisturbed(1) },
  { name: 'two-workers', size: 'small', trial: undisturbed(2) },
  { name: 'killed-workers', size: 'large', trial: killedWorkers },
  { name: 'killed-database', size: 'small', trial: killedDatabase },
  { name: 'network-cut', size: 'small', trial: networkCut },
  { name: 'stopped-worker', size: 'small', trial: stoppedWorker },
  { name: 'full-disk', size: 'small', trial: fullDisk },
  { name: 'other-workers', size: 'small', trial: otherWorkers },
  { name: 'poison-photo', size: 'small', trial: poisonPhoto },
];

const only = values.only === '' ? undefined : values.only.split(',');
const trials = TRIALS.filter(({ name }) => only?.includes(name) ?? true);
// A folder that is named is kept, with its photos.
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'quen-jobs-faults-'));
mkdirSync(folder, { recursive: true });
const cache = join(folder, 'cache');
linkNetworks(cacheFolder(), cache);

const sets = {
  large: await photoSet('large', values.photos),
  small: await photoSet('small', values['fault-photos']),
};
const postgres = await startPostgres();
const walls = new Map<string, number>();
const wanted = { large: '', small: '' };
let isRight = true;

try {
  for (const size of ['large', 'small'] as const)
    if (trials.some((planned) => planned.size === size)) wanted[size] = await plainResult(size);
  process.stdout.write(
    '\n| trial | photos | what broke | seconds | shards | tries: done, died, given back, failed | shards done twice | taken again after, s | photos in the result | same bytes |\n|---|---|---|---|---|---|---|---|---|---|\n',
  );
  for (const planned of trials) await run(planned);
  if (only?.includes('queue') ?? true) await tellOverhead();
  const [one, two] = [walls.get('one-worker'), walls.get('two-workers')];
  if (one !== undefined && two !== undefined)
    process.stdout.write(
      `\nScaling from one worker to two, one thread each: ${(one / two).toFixed(2)} times as fast, efficiency ${((100 * one) / two / 2).toFixed(0)} %.\n`,
    );
} finally {
  await endAll();
  postgres.remove();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}
if (!isRight) process.exitCode = 1;

async function photoSet(
  size: Planned['size'],
  count: string,
): Promise<FaultPhotos & { readonly count: number }> {
  const isUsed = trials.some((planned) => planned.size === size);
  const photos = isUsed ? await derivedPhotos(folder, Number(count)) : { people: '', pile: '' };
  return { ...photos, count: Number(count) };
}

async function tellOverhead(): Promise<void> {
  const places = [
    ['PostgreSQL', { url: postgres.url }, 2000],
    ['PGlite', { folder: join(folder, 'pglite') }, 500],
  ] as const;
  for (const [name, place, count] of places) {
    const { submitPerSecond, millisecondsPerShard } = await queueOverhead(place, count);
    process.stdout.write(
      `\nQueue on ${name}, ${count} shards: ${submitPerSecond.toFixed(0)} put in a second; ${millisecondsPerShard.toFixed(1)} ms a shard to hand it out, note, beat and end it, by one worker.\n`,
    );
  }
  const count = Number(values['queued-shards']);
  const full = await fullQueue(postgres.url, count);
  process.stdout.write(
    `\nQueue on PostgreSQL while ${count} shards wait: ${full.submitPerSecond.toFixed(0)} put in a second; ${full.millisecondsPerShard.toFixed(1)} ms a shard; counts of the run ${full.countsMs.toFixed(0)} ms; ${full.bytesPerShard.toFixed(0)} bytes of the database a shard.\n`,
  );
}

/** What one process gives, without jobs. */
async function plainResult(size: 'large' | 'small'): Promise<string> {
  const { people, pile } = sets[size];
  const out = join(folder, `plain-${size}`);
  const args = ['identify', '--people', people, '--photos', pile, '--out', out];
  const plain = startQuen(args, { env: { QUEN_CACHE: cache } });
  const code = await plain.ended;
  if (code !== 0) throw new Error(`The plain run ended with ${code}: ${plain.said()}`);
  return out;
}

async function run({ name, size, trial }: Planned): Promise<void> {
  const photos = sets[size];
  const photosPerShard = Math.min(1000, Math.max(10, Math.round(photos.count / 30)));
  const setup = { folder, name, postgres, photos, photosPerShard, cache };
  const site = await openSite(setup);
  try {
    const victim = readdirSync(photos.pile).sort()[Math.floor(photos.count / 3)] as string;
    const startedMs = performance.now();
    const what = await trial({ site, postgres, folder, victim });
    const seconds = (performance.now() - startedMs) / 1000;
    if (what.startsWith('NOT TRIED')) {
      process.stdout.write(`| ${name} | | ${what} | | | | | | | |\n`);
      return;
    }
    await tell({ name, what, seconds, site, count: photos.count, plain: wanted[size], victim });
  } finally {
    await site.remove();
  }
}

interface Told {
  readonly name: string;
  readonly what: string;
  readonly seconds: number;
  readonly site: Site;
  readonly count: number;
  readonly plain: string;
  readonly victim: string;
}

async function tell({ name, what, seconds, site, count, plain, victim }: Told): Promise<void> {
  const [tries] = await site.rows<Record<string, string>>(
    `select count(*) filter (where ending = 'done') as done, count(*) filter (where ending = 'died') as died,
       count(*) filter (where ending = 'given-back') as given_back, count(*) filter (where ending = 'failed') as failed,
       count(distinct shard) as shards,
       extract(epoch from max(ended_at) filter (where ending = 'done') - min(started_at)) as span from quen_jobs.tries`,
  );
  const [twice] = await site.rows<{ count: string }>(
    `select count(*) from (select shard from quen_jobs.tries where ending = 'done' group by shard having count(*) > 1) t`,
  );
  // From the last sign of life, which is at most one beat before the death.
  const again = await site.rows<{ seconds: string }>(
    `select extract(epoch from (select min(n.started_at) from quen_jobs.tries n where n.shard = t.shard and n.id > t.id) - t.ended_at)
         + substring(reason from '\\d+')::float8
       as seconds from quen_jobs.tries t where t.ending = 'died'`,
  );
  walls.set(name, Number(tries?.['span']));
  const found = resultOf(join(folder, `out-${name}`));
  const isSame =
    name === 'poison-photo'
      ? sameButFor(victim, plain, join(folder, `out-${name}`))
      : found.sha256 === resultOf(plain).sha256;
  const isWhole = found.photoCount === count && found.distinctCount === count;
  isRight &&= isSame && isWhole;
  const afterS = again.map((row) => Number(row.seconds).toFixed(0)).join(', ');
  const cells = [
    ...[name, count, what, seconds.toFixed(0), tries?.['shards']],
    `${tries?.['done']}, ${tries?.['died']}, ${tries?.['given_back']}, ${tries?.['failed']}`,
    ...[twice?.count, afterS, isWhole ? 'each once' : `${found.photoCount}, ${found.distinctCount} distinct`],
    isSame ? (name === 'poison-photo' ? 'but for that photo' : 'yes') : 'NO',
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

/** Whether the poisonous photo was set aside, and all others are named as in the plain run. */
function sameButFor(victim: string, plain: string, out: string): boolean {
  interface Row {
    readonly photo: string;
    readonly kind: string;
    readonly code?: string;
  }
  const read = (where: string): Row[] =>
    (JSON.parse(readFileSync(join(where, 'identities.json'), 'utf8')) as { photos: Row[] }).photos;
  const [theirs, ours] = [read(plain), read(out)];
  const own = ours.find(({ photo }) => photo === victim);
  // Numbers of groups of unknown people count from one, over all photos.
  const text = (rows: Row[]): string =>
    JSON.stringify(
      rows.filter(({ photo }) => photo !== victim),
      (key, value: unknown) => (key === 'unknownGroup' ? undefined : value),
    );
  return own?.kind === 'failed' && own.code === 'PHOTO_SET_ASIDE' && text(theirs) === text(ours);
}
