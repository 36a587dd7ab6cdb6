import type PgBoss from 'pg-boss';
import type { RemovedShard } from '../../jobs/job-queue.ts';
import type { Database } from '../database/database.ts';
import { BOSS_SCHEMA, within } from './boss.ts';
import { requireRun } from './run-status.ts';
import { RETRY_LIMIT, shardOf } from './submit-run.ts';

/** See `JobQueue.retry`. */
export async function retryRun(database: Database, boss: PgBoss, runId: string): Promise<number> {
  await requireRun(database, runId);
  return await database.transaction(async (transaction) => {
    const failed = await transaction.query<{ id: string; name: string }>(
      `select j.id::text as id, j.name from quen_jobs.runs r join quen_jobs.run_shards s on s.run_id = r.id
       join ${BOSS_SCHEMA}.job j on j.name = r.queue and j.id = s.shard where r.id = $1 and j.state = 'failed'`,
      [runId],
    );
    const [first] = failed;
    if (first === undefined) return 0;
    const ids = failed.map(({ id }) => id);
    // Earlier failures no longer count: what caused them may be mended.
    await transaction.query('update quen_jobs.tries set counts = false where shard = any($1::uuid[])', [ids]);
    await boss.retry(first.name, ids, within(transaction));
    await transaction.query(
      `update ${BOSS_SCHEMA}.job set retry_limit = retry_count + $3 where name = $1 and id = any($2::uuid[])`,
      [first.name, ids, RETRY_LIMIT],
    );
    return failed.length;
  });
}

/** See `JobQueue.remove`. */
export async function removeRun(database: Database, runId: string): Promise<readonly RemovedShard[]> {
  await requireRun(database, runId);
  return await database.transaction(async (transaction) => {
    const [run] = await transaction.query<{ queue: string }>(
      'select queue from quen_jobs.runs where id = $1',
      [runId],
    );
    const own = await transaction.query<{ shard: string }>(
      `select shard::text as shard from quen_jobs.run_shards s where run_id = $1 and not exists (
         select 1 from quen_jobs.run_shards o where o.shard = s.shard and o.run_id <> $1
       )`,
      [runId],
    );
    const ids = own.map(({ shard }) => shard);
    const queue = run?.queue ?? '';
    await transaction.query(`delete from ${BOSS_SCHEMA}.job where name = $1 and id = any($2::uuid[])`, [
      queue,
      ids,
    ]);
    // Who works on one of them loses its lease and stops.
    for (const table of ['leases', 'notes', 'tries'])
      await transaction.query(`delete from quen_jobs.${table} where shard = any($1::uuid[])`, [ids]);
    await transaction.query('delete from quen_jobs.runs where id = $1', [runId]);
    return ids.map((id) => ({ queue, name: shardOf(id) }));
  });
}
