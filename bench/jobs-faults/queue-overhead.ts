import { openEmbeddedDatabase } from '../../src/adapters/database/embedded-database.ts';
import { openServerDatabase } from '../../src/adapters/database/server-database.ts';
import { openJobQueue } from '../../src/adapters/job-queue/job-queue.ts';
import type { JobQueue } from '../../src/jobs/job-queue.ts';
import { NO_NOTES } from '../../src/jobs/suspects.ts';

/** What the queue alone costs a shard. */
export interface QueueOverhead {
  readonly submitPerSecond: number;
  readonly millisecondsPerShard: number;
}

const WORKER = {
  id: 'bench',
  host: 'here',
  pid: 1,
  version: '0',
  doing: 'x',
  photoCount: 0,
  photosPerSecond: 0,
};

/** What the queue costs while very many shards wait. */
export interface FullQueue {
  readonly submitPerSecond: number;
  readonly millisecondsPerShard: number;
  /** Of the counts that a submitter asks for, once a while. */
  readonly countsMs: number;
  readonly bytesPerShard: number;
}

/** Does some shards of a server's queue in which very many wait. */
export async function fullQueue(url: string, shardCount: number): Promise<FullQueue> {
  const database = await openServerDatabase(url);
  await using queue = await openJobQueue(database);
  const size = async (): Promise<number> => {
    const [row] = await database.query<{ size: number }>(
      'select pg_database_size(current_database())::float8 as size',
    );
    return row?.size ?? 0;
  };
  const before = await size();
  const submittedMs = performance.now();
  await queue.submit({
    ...{ id: 'full', queue: 'extract-full', way: '{}', label: 'bench' },
    shards: Array.from({ length: shardCount }, (_, i) => ({
      name: (i + 2 ** 40).toString(16).padStart(32, '0'),
      photoCount: 1000,
      isDone: false,
    })),
  });
  const submitPerSecond = (1000 * shardCount) / (performance.now() - submittedMs);
  const bytesPerShard = ((await size()) - before) / shardCount;
  await database.query('analyze');
  const startedMs = performance.now();
  for (let i = 0; i < FULL_QUEUE_TRIES; i++) await doOne(queue, 'extract-full');
  const millisecondsPerShard = (performance.now() - startedMs) / FULL_QUEUE_TRIES;
  const countedMs = performance.now();
  await queue.counts('full');
  return { submitPerSecond, millisecondsPerShard, countsMs: performance.now() - countedMs, bytesPerShard };
}

const FULL_QUEUE_TRIES = 300;

async function doOne(queue: JobQueue, name: string): Promise<boolean> {
  await queue.waiting();
  const lease = await queue.fetch(name, WORKER.id);
  if (lease === undefined) return false;
  await queue.note(lease, NO_NOTES);
  await queue.beat(WORKER, lease);
  await queue.complete(lease);
  return true;
}

/** Puts in shards that have nothing to do, and does them one after the other: handed out, noted, beaten for and ended, each once. */
export async function queueOverhead(
  place: { readonly url: string } | { readonly folder: string },
  shardCount: number,
): Promise<QueueOverhead> {
  const database =
    'url' in place ? await openServerDatabase(place.url) : await openEmbeddedDatabase(place.folder);
  await using queue = await openJobQueue(database);
  const shards = Array.from({ length: shardCount }, (_, i) => ({
    name: i.toString(16).padStart(32, '0'),
    photoCount: 1000,
    isDone: false,
  }));
  const submittedMs = performance.now();
  await queue.submit({ id: 'bench', queue: 'extract-bench', way: '{}', label: 'bench', shards });
  const startedMs = performance.now();
  let done = 0;
  while (await doOne(queue, 'extract-bench')) done += 1;
  if (done !== shardCount) throw new Error(`${done} of ${shardCount} shards were done.`);
  return {
    submitPerSecond: (1000 * shardCount) / (startedMs - submittedMs),
    millisecondsPerShard: (performance.now() - startedMs) / shardCount,
  };
}
