import { QuenError } from '../../core/errors.ts';
import type { DeadLetter, RunCounts, RunStatus, Tally } from '../../jobs/job-queue.ts';
import type { Database } from '../database/database.ts';
import { BOSS_SCHEMA } from './boss.ts';
import { shardOf } from './submit-run.ts';

/** A shard without a job has its result already. */
const STATE = `case when j.state is null or j.state = 'completed' then 'done' when j.state = 'active' then 'active'
  when j.state = 'failed' or j.state = 'cancelled' then 'failed' else 'waiting' end`;

const SHARDS_OF_RUN = `quen_jobs.runs r join quen_jobs.run_shards s on s.run_id = r.id
  left join ${BOSS_SCHEMA}.job j on j.name = r.queue and j.id = s.shard`;

/** See `JobQueue.counts`. */
export async function runCounts(database: Database, runId: string): Promise<RunCounts> {
  await requireRun(database, runId);
  const rows = await database.query<{ state: keyof RunCounts; shards: number; photos: number }>(
    `select ${STATE} as state, count(*)::integer as shards, sum(s.photo_count)::double precision as photos
     from ${SHARDS_OF_RUN} where r.id = $1 group by 1`,
    [runId],
  );
  const tally = (state: keyof RunCounts): Tally => {
    const row = rows.find((candidate) => candidate.state === state);
    return { shards: row?.shards ?? 0, photos: row?.photos ?? 0 };
  };
  return {
    waiting: tally('waiting'),
    active: tally('active'),
    done: tally('done'),
    failed: tally('failed'),
  };
}

/** Throws `NOT_FOUND`. */
export async function requireRun(database: Database, runId: string): Promise<void> {
  const rows = await database.query('select 1 from quen_jobs.runs where id = $1', [runId]);
  if (rows.length > 0) return;
  throw new QuenError('NOT_FOUND', `There is no run ${runId}. 'quen jobs' lists those there are.`);
}

/** See `JobQueue.dead`. */
export async function deadLetters(database: Database, runId: string): Promise<readonly DeadLetter[]> {
  const rows = await database.query<{ shard: string; reason: string | null; tries: number }>(
    `select s.shard::text as shard, coalesce(t.reason, j.output ->> 'message') as reason,
       (select count(*)::integer from quen_jobs.tries c where c.shard = s.shard) as tries
     from ${SHARDS_OF_RUN} left join lateral (
       select reason from quen_jobs.tries where shard = s.shard and reason is not null order by id desc limit 1
     ) t on true
     where r.id = $1 and j.state in ('failed', 'cancelled') order by s.shard`,
    [runId],
  );
  return rows.map(({ shard, reason, tries }) => ({
    shard: shardOf(shard),
    reason: reason ?? 'no reason was kept',
    tryCount: tries,
  }));
}

interface RunRow {
  readonly id: string;
  readonly label: string;
  readonly submitted_at: Date;
}

/** See `JobQueue.runs`. */
export async function runStatuses(database: Database): Promise<readonly RunStatus[]> {
  const rows = await database.query<RunRow>(
    'select id, label, submitted_at from quen_jobs.runs order by submitted_at desc, id',
  );
  const statuses: RunStatus[] = [];
  for (const { id, label, submitted_at } of rows)
    statuses.push({
      id,
      label,
      submittedAt: submitted_at.toISOString(),
      counts: await runCounts(database, id),
      ...(await triesOf(database, id)),
      dead: await deadLetters(database, id),
    });
  return statuses;
}

async function triesOf(
  database: Database,
  runId: string,
): Promise<Pick<RunStatus, 'retries' | 'photosPerSecond'>> {
  const [row] = await database.query<{ failed: number; died: number; photos: number; seconds: number }>(
    `select count(*) filter (where t.ending = 'failed')::integer as failed,
       count(*) filter (where t.ending = 'died')::integer as died,
       coalesce(sum(s.photo_count) filter (where t.ending = 'done'), 0)::double precision as photos,
       coalesce(extract(epoch from max(coalesce(t.ended_at, now())) - min(t.started_at)), 0)::double precision as seconds
     from quen_jobs.run_shards s join quen_jobs.tries t on t.shard = s.shard where s.run_id = $1`,
    [runId],
  );
  const { failed = 0, died = 0, photos = 0, seconds = 0 } = row ?? {};
  return { retries: { failed, died }, photosPerSecond: seconds > 0 ? photos / seconds : 0 };
}
