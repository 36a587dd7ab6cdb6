import type { JobStore } from '../../../../collections/job-store.ts';
import type { Database } from '../../database.ts';
import { notFound } from '../faults.ts';
import { cursor, pageOf, readCursor } from '../pages.ts';
import { claimPhoto, giveBack } from './claim.ts';
import { closeJob, removeJob, stopJob } from './end.ts';
import { readResults } from './results.ts';
import { type JobRow, jobOf } from './rows.ts';
import { settlePhoto } from './settle.ts';
import { takePhoto } from './take-photo.ts';

/** Jobs in a database. */
export function jobStore(database: Database): JobStore {
  const one = async (sql: string, parameters: readonly (string | Date | null)[], id: string) => {
    const [row] = await database.query<JobRow>(sql, parameters);
    if (row === undefined) throw notFound('job', id);
    return jobOf(row);
  };
  return {
    addJob: ({ id, collectionId, task, createdAt }, { keyId }) =>
      one(
        `insert into jobs (id, collection_id, kind, state, is_open, detail, key_id, created_at, updated_at)
         values ($1, $2, $3, 'waiting', true, $4::jsonb, $5, $6, $6) returning *`,
        [id, collectionId, task.kind, JSON.stringify(task), keyId ?? null, createdAt],
        id,
      ),
    job: (id) => one('select * from jobs where id = $1', [id], id),
    jobs: async (collectionId, page) => {
      const [at, id] = readCursor(page.after) ?? [null, null];
      const rows = await database.query<JobRow & { cursor_at: string }>(
        `select *, created_at::text as cursor_at from jobs
         where collection_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3))
         order by created_at desc, id desc limit $4`,
        [collectionId, at, id, page.limit + 1],
      );
      return pageOf(rows, page, { item: jobOf, cursorOf: (row) => cursor(row.cursor_at, row.id) });
    },
    addPhoto: (jobId, photo) => takePhoto(database, jobId, photo),
    close: (id) => closeJob(database, id),
    stop: (id) => stopJob(database, id),
    remove: (id) => removeJob(database, id),
    claim: (by) => claimPhoto(database, by),
    giveBack: ({ job, number }, why) => giveBack(database, { jobId: job.id, number }, why),
    giveAllBack: async (home) => {
      await database.query('update job_photos set claimed_by = null where home = $1', [home]);
    },
    settle: (settlement) => database.transaction((transaction) => settlePhoto(transaction, settlement)),
    results: (jobId, page) => readResults(database, jobId, page),
    backlog: async () => {
      const [row] = await database.query<{ n: string | number; bytes: string | number }>(
        "select count(*) as n, coalesce(sum(byte_count), 0) as bytes from job_photos where state = 'waiting'",
      );
      return { photoCount: Number(row?.n ?? 0), byteCount: Number(row?.bytes ?? 0) };
    },
    openAndIdle: async (before) => {
      const rows = await database.query<{ id: string }>(
        'select id from jobs where is_open and updated_at < $1 order by id',
        [before],
      );
      return rows.map(({ id }) => id);
    },
    endedBefore: async (before) => {
      const rows = await database.query<{ id: string }>(
        "select id from jobs where state in ('done', 'stopped') and updated_at < $1 order by id",
        [before],
      );
      return rows.map(({ id }) => id);
    },
  };
}
