import { openObjectStore } from '../../adapters/object-store/open-object-store.ts';
import type { JobQueue, KnownWorker, RunStatus } from '../../jobs/job-queue.ts';
import { removeShard } from '../../jobs/shards/object-names.ts';
import { shardObject, taskObject } from '../../jobs/store-places.ts';
import { openQueue } from './open-queue.ts';

/** What a queue holds, and who works on it. */
export interface JobsStatus {
  /** The latest first. */
  readonly runs: readonly RunStatus[];
  readonly workers: readonly KnownWorker[];
}

/** Where a queue is. */
export interface JobsPlace {
  /** `postgres://...` of a server, or a folder for a database within this process. */
  readonly database: string;
}

/** The runs and workers of a queue. Throws `DATABASE_*`. */
export async function jobsStatus({ database }: JobsPlace): Promise<JobsStatus> {
  return await withQueue(database, async (queue) => ({
    runs: await queue.runs(),
    workers: await queue.workers(),
  }));
}

/** Has shards that were given up tried again. @returns how many. Throws `NOT_FOUND` and `DATABASE_*` */
export async function retryJobs({ database }: JobsPlace, run: string): Promise<number> {
  return await withQueue(database, (queue) => queue.retry(run));
}

/**
 * Ends and forgets a run, with its shards that no other run wants; their files go too where the store is named. Throws `NOT_FOUND`,
 * `DATABASE_*` and errors of the store. @returns how many shards
 */
export async function removeJobs(
  { database, store: url }: JobsPlace & { readonly store?: string },
  run: string,
): Promise<number> {
  const store = url === undefined ? undefined : await openObjectStore(url);
  const removed = await withQueue(database, (queue) => queue.remove(run));
  for (const { queue, name } of store === undefined ? [] : removed) {
    await store?.remove(taskObject(queue, name));
    if (store !== undefined) await removeShard(store, shardObject(queue, name));
  }
  return removed.length;
}

async function withQueue<T>(database: string, work: (queue: JobQueue) => Promise<T>): Promise<T> {
  const { queue } = await openQueue(database);
  await using open = queue;
  return await work(open);
}
