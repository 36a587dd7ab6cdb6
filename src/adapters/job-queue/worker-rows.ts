import { type KnownWorker, LEASE_SECONDS, type Lease, type WorkerState } from '../../jobs/job-queue.ts';
import type { Database } from '../database/database.ts';
import { uuidOf } from './submit-run.ts';

/** Rows of workers that nobody has heard of for so long are removed. */
const FORGET_AFTER = '1 day';

/** See `JobQueue.beat`. */
export async function beat(database: Database, worker: WorkerState, lease?: Lease): Promise<boolean> {
  const { id, host, pid, version, doing, photoCount, photosPerSecond } = worker;
  await database.query(
    `insert into quen_jobs.workers (id, host, pid, version, doing, photo_count, photos_per_second)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do update set
       doing = excluded.doing, photo_count = excluded.photo_count,
       photos_per_second = excluded.photos_per_second, seen_at = now()`,
    [id, host, pid, version, doing, photoCount, photosPerSecond],
  );
  if (lease === undefined) return true;
  const rows = await database.query(
    'update quen_jobs.leases set seen_at = now() where shard = $1 and try_id = $2::bigint returning 1',
    [uuidOf(lease.shard), lease.tryId],
  );
  return rows.length > 0;
}

/** See `JobQueue.leave`. */
export async function leave(database: Database, workerId: string): Promise<void> {
  await database.query('delete from quen_jobs.workers where id = $1 or seen_at < now() - $2::interval', [
    workerId,
    FORGET_AFTER,
  ]);
}

interface WorkerRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly doing: string;
  readonly photo_count: number;
  readonly photos_per_second: number;
  readonly silent: number;
}

/** See `JobQueue.workers`. */
export async function knownWorkers(database: Database): Promise<readonly KnownWorker[]> {
  const rows = await database.query<WorkerRow>(
    `select id, host, pid, version, doing, photo_count, photos_per_second,
       extract(epoch from now() - seen_at)::double precision as silent
     from quen_jobs.workers order by host, pid, id`,
  );
  return rows.map(({ id, host, pid, version, doing, ...row }) => ({
    id,
    host,
    pid,
    version,
    doing,
    photoCount: row.photo_count,
    photosPerSecond: row.photos_per_second,
    silentSeconds: row.silent,
    isAlive: row.silent < LEASE_SECONDS,
  }));
}
