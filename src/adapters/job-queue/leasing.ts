import type PgBoss from 'pg-boss';
import type { JobQueue, Lease, TryEnd } from '../../jobs/job-queue.ts';
import type { Database, Queryable } from '../database/database.ts';
import { BOSS_SCHEMA, within } from './boss.ts';
import { shardOf, uuidOf } from './submit-run.ts';

type Leasing = Pick<JobQueue, 'waiting' | 'fetch' | 'reap' | 'note' | 'complete' | 'fail' | 'giveBack'>;

/** After so many tries that failed, other than by the worker's death, a shard is given up. */
const MOST_FAILURES = 3;

/**
 * Who holds which shard. pg-boss hands shards out and counts tries; that a holder lives is kept in a table of leases, which has rows only for
 * shards in work: pg-boss 10 knows a lease of fixed length alone, and finds those that ended by reading every job.
 */
export function leasing(database: Database, boss: PgBoss, leaseSeconds: number): Leasing {
  return {
    waiting: () => waitingWays(database),
    fetch: (queue, workerId) =>
      database.transaction((transaction) => fetchShard(transaction, boss, { queue, workerId })),
    reap: () => database.transaction((transaction) => reapSilent(transaction, boss, leaseSeconds)),
    note: async ({ shard }, notes) => {
      await database.query(
        `insert into quen_jobs.notes (shard, notes) values ($1, $2::jsonb)
         on conflict (shard) do update set notes = excluded.notes`,
        [uuidOf(shard), JSON.stringify(notes)],
      );
    },
    complete: (lease) => database.transaction((transaction) => completeShard(transaction, boss, lease)),
    fail: (lease, reason) =>
      database.transaction((transaction) => failShard(transaction, boss, { lease, reason })),
    giveBack: (lease) => database.transaction((transaction) => giveShardBack(transaction, lease)),
  };
}

async function waitingWays(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query<{ queue: string; way: string }>(
    `select queue, way from quen_jobs.ways w where exists (
       select 1 from ${BOSS_SCHEMA}.job where name = w.queue and state < 'active' and start_after <= now()
     ) order by queue`,
  );
  return new Map(rows.map(({ queue, way }) => [queue, way]));
}

async function fetchShard(
  transaction: Queryable,
  boss: PgBoss,
  { queue, workerId }: { readonly queue: string; readonly workerId: string },
): Promise<Lease | undefined> {
  const [job] = await boss.fetch(queue, within(transaction));
  if (job === undefined) return undefined;
  const [last] = await transaction.query<{ ending: TryEnd }>(
    'select ending from quen_jobs.tries where shard = $1 and ending is not null order by id desc limit 1',
    [job.id],
  );
  const [noted] = await transaction.query<{ notes: unknown }>(
    'select notes from quen_jobs.notes where shard = $1',
    [job.id],
  );
  const [row] = await transaction.query<{ id: string }>(
    'insert into quen_jobs.tries (queue, shard, worker_id) values ($1, $2, $3) returning id::text',
    [queue, job.id, workerId],
  );
  const tryId = row?.id ?? '';
  await transaction.query(
    `insert into quen_jobs.leases (shard, queue, try_id, worker_id) values ($1, $2, $3::bigint, $4)
     on conflict (shard) do update set try_id = excluded.try_id, worker_id = excluded.worker_id, seen_at = now()`,
    [job.id, queue, tryId, workerId],
  );
  return { queue, shard: shardOf(job.id), tryId, lastEnd: last?.ending, notes: noted?.notes };
}

/** A database that was away itself heard of nobody: then everybody gets the time of a lease to be heard of. */
async function reapSilent(transaction: Queryable, boss: PgBoss, leaseSeconds: number): Promise<number> {
  const silent = await transaction.query<{ shard: string; queue: string; try_id: string; seconds: number }>(
    `delete from quen_jobs.leases where shard in (
       select shard from quen_jobs.leases
       where seen_at < now() - make_interval(secs => $1) and pg_postmaster_start_time() < now() - make_interval(secs => $1)
       for update skip locked
     ) returning shard::text, queue, try_id::text, round(extract(epoch from now() - seen_at))::integer as seconds`,
    [leaseSeconds],
  );
  for (const { shard, queue, try_id, seconds } of silent) {
    const reason = `the worker was not heard of for ${seconds} s`;
    await endTry(transaction, { tryId: try_id, ending: 'died', reason });
    await boss.fail(queue, shard, { message: `${reason}, again and again` }, within(transaction));
  }
  return silent.length;
}

async function completeShard(transaction: Queryable, boss: PgBoss, lease: Lease): Promise<void> {
  const id = uuidOf(lease.shard);
  // Whoever holds it now has nothing to do any more.
  await transaction.query('delete from quen_jobs.leases where shard = $1', [id]);
  await transaction.query('delete from quen_jobs.notes where shard = $1', [id]);
  await endTry(transaction, { tryId: lease.tryId, ending: 'done' });
  // The types let the data be left out; the code then takes the options for it, and leaves the transaction.
  await boss.complete(lease.queue, id, {}, within(transaction));
}

async function failShard(
  transaction: Queryable,
  boss: PgBoss,
  { lease, reason }: { readonly lease: Lease; readonly reason: string },
): Promise<void> {
  const id = uuidOf(lease.shard);
  if (!(await takeLease(transaction, lease))) return;
  await endTry(transaction, { tryId: lease.tryId, ending: 'failed', reason });
  await transaction.query(
    `update ${BOSS_SCHEMA}.job set retry_limit = retry_count where name = $1 and id = $2 and $3 <= (
       select count(*) from quen_jobs.tries where shard = $2 and ending = 'failed' and counts
     )`,
    [lease.queue, id, MOST_FAILURES],
  );
  await boss.fail(lease.queue, id, { message: reason }, within(transaction));
}

async function giveShardBack(transaction: Queryable, lease: Lease): Promise<void> {
  if (!(await takeLease(transaction, lease))) return;
  await endTry(transaction, { tryId: lease.tryId, ending: 'given-back' });
  // As if it had never been begun, which pg-boss tells by started_on. It hands out what was to start before now, and some clocks tick in milliseconds.
  await transaction.query(
    `update ${BOSS_SCHEMA}.job set state = 'created', started_on = null, start_after = now() - interval '1 second'
     where name = $1 and id = $2 and state = 'active'`,
    [lease.queue, uuidOf(lease.shard)],
  );
}

/** Ends a lease. @returns whether it was still this try's own */
async function takeLease(transaction: Queryable, { shard, tryId }: Lease): Promise<boolean> {
  const rows = await transaction.query(
    'delete from quen_jobs.leases where shard = $1 and try_id = $2::bigint returning 1',
    [uuidOf(shard), tryId],
  );
  return rows.length > 0;
}

async function endTry(
  transaction: Queryable,
  {
    tryId,
    ending,
    reason = null,
  }: { readonly tryId: string; readonly ending: TryEnd; readonly reason?: string | null },
): Promise<void> {
  await transaction.query(
    'update quen_jobs.tries set ended_at = clock_timestamp(), ending = $2, reason = $3 where id = $1::bigint',
    [tryId, ending, reason],
  );
}
