import { openEmbeddedDatabase } from '../../src/adapters/database/embedded-database.ts';
import { openServerDatabase } from '../../src/adapters/database/server-database.ts';
import { openJobQueue } from '../../src/adapters/job-queue/job-queue.ts';
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
  for (;;) {
    await queue.waiting();
    const lease = await queue.fetch('extract-bench', WORKER.id);
    if (lease === undefined) break;
    await queue.note(lease, NO_NOTES);
    await queue.beat(WORKER, lease);
    await queue.complete(lease);
    done += 1;
  }
  if (done !== shardCount) throw new Error(`${done} of ${shardCount} shards were done.`);
  return {
    submitPerSecond: (1000 * shardCount) / (startedMs - submittedMs),
    millisecondsPerShard: (performance.now() - startedMs) / shardCount,
  };
}
