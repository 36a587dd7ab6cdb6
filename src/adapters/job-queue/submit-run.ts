import type PgBoss from 'pg-boss';
import type { QueuedShard, SubmittedRun } from '../../jobs/job-queue.ts';
import type { Database, Queryable } from '../database/database.ts';
import { BOSS_SCHEMA, within } from './boss.ts';

/** Shards put in with one statement. */
const AT_ONCE = 1000;
/** Tries at a shard, deaths of workers among them. That a fault is no accident is told by the number of those that failed. */
export const RETRY_LIMIT = 30;
const RETRY_DELAY_SECONDS = 1;
/** Leases are kept by beats, and nobody asks pg-boss to end them. */
const EXPIRE_SECONDS = 23 * 3600;

/** See `JobQueue.submit`. */
export async function submitRun(database: Database, boss: PgBoss, run: SubmittedRun): Promise<void> {
  const { id, queue, way, label, shards } = run;
  await boss.createQueue(queue);
  await indexByOrder(database, queue);
  await database.query('insert into quen_jobs.ways (queue, way) values ($1, $2) on conflict do nothing', [
    queue,
    way,
  ]);
  await database.query(
    'insert into quen_jobs.runs (id, queue, label) values ($1, $2, $3) on conflict do nothing',
    [id, queue, label],
  );
  for (let from = 0; from < shards.length; from += AT_ONCE) {
    const some = shards.slice(from, from + AT_ONCE);
    await database.transaction((transaction) => submitShards(transaction, boss, { id, queue, shards: some }));
  }
}

/** Any number that no other lock of Quen has. */
const INDEX_LOCK = 7_183_423;

/** pg-boss hands out by priority and age, and has no index of that order: each shard handed out would sort all that wait. */
async function indexByOrder(database: Database, queue: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1::bigint)', [INDEX_LOCK]);
    const [row] = await transaction.query<{ partition_name: string }>(
      `select partition_name from ${BOSS_SCHEMA}.queue where name = $1`,
      [queue],
    );
    const partition = row?.partition_name;
    if (partition === undefined || !/^j[0-9a-f]+$/.test(partition)) return;
    await transaction.query(
      `create index if not exists ${partition}_o on ${BOSS_SCHEMA}.${partition} (priority desc, created_on, id) where state < 'active'`,
    );
  });
}

async function submitShards(
  transaction: Queryable,
  boss: PgBoss,
  { id, queue, shards }: Pick<SubmittedRun, 'id' | 'queue' | 'shards'>,
): Promise<void> {
  await transaction.query(
    `insert into quen_jobs.run_shards (run_id, shard, photo_count)
     select $1, shard::uuid, photo_count from unnest($2::text[], $3::integer[]) as s (shard, photo_count)
     on conflict do nothing`,
    [id, shards.map(({ name }) => name), shards.map(({ photoCount }) => photoCount)],
  );
  const names = (isDone: boolean): string[] =>
    shards.filter((shard) => shard.isDone === isDone).map(({ name }) => name);
  // One that is said to be done and whose result is gone, or that was given up, is to be done.
  await transaction.query(
    `delete from ${BOSS_SCHEMA}.job where name = $1 and id = any($2::uuid[]) and state >= 'completed'`,
    [queue, names(false)],
  );
  // Nobody need wait for what is there, whoever made it.
  await transaction.query(
    `delete from ${BOSS_SCHEMA}.job where name = $1 and id = any($2::uuid[]) and state <> 'active'`,
    [queue, names(true)],
  );
  const open = shards.filter(({ isDone }) => !isDone);
  if (open.length > 0)
    await boss.insert(
      open.map((shard) => jobOf(queue, shard)),
      within(transaction),
    );
}

function jobOf(queue: string, { name, photoCount }: QueuedShard): PgBoss.JobInsert<{ photoCount: number }> {
  return {
    id: uuidOf(name),
    name: queue,
    data: { photoCount },
    retryLimit: RETRY_LIMIT,
    retryDelay: RETRY_DELAY_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
  };
}

/** The id of the job of a shard: inserting it twice does nothing the second time. */
export function uuidOf(shard: string): string {
  return shard.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Reverses {@link uuidOf}. */
export function shardOf(uuid: string): string {
  return uuid.replaceAll('-', '');
}
