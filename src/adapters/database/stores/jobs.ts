import type { Job } from '../../../collections/access.ts';
import type { JobStore } from '../../../collections/ports.ts';
import type { Queryable } from '../database.ts';
import { notFound } from './faults.ts';
import { cursor, pageOf, readCursor } from './pages.ts';

interface JobRow {
  readonly id: string;
  readonly collection_id: string | null;
  readonly kind: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly detail: unknown;
  readonly error: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Jobs in a database. */
export function jobStore(database: Queryable): JobStore {
  return {
    addJob: async ({ id, collectionId, kind, state, total, done, failed, createdAt }, detail) => {
      await database.query(
        `insert into jobs (id, collection_id, kind, state, total, done, failed, detail, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $9)`,
        [id, collectionId ?? null, kind, state, total, done, failed, JSON.stringify(detail), createdAt],
      );
    },
    updateJob: async (id, { state, total, done, failed, error }) => {
      const updated = await database.query(
        `update jobs set state = coalesce($2, state), total = coalesce($3, total), done = coalesce($4, done),
           failed = coalesce($5, failed), error = coalesce($6, error), updated_at = now() where id = $1 returning id`,
        [id, state ?? null, total ?? null, done ?? null, failed ?? null, error ?? null],
      );
      if (updated.length === 0) throw notFound('job', id);
    },
    job: async (id) => {
      const [row] = await database.query<JobRow>('select * from jobs where id = $1', [id]);
      if (row === undefined) throw notFound('job', id);
      return jobOf(row);
    },
    jobs: async (page) => {
      const [at, id] = readCursor(page.after) ?? [null, null];
      const rows = await database.query<JobRow & { cursor_at: string }>(
        `select *, created_at::text as cursor_at from jobs
         where $1::timestamptz is null or (created_at, id) < ($1::timestamptz, $2)
         order by created_at desc, id desc limit $3`,
        [at, id, page.limit + 1],
      );
      return pageOf(rows, page, { item: jobOf, cursorOf: (row) => cursor(row.cursor_at, row.id) });
    },
    unfinished: async () => {
      const rows = await database.query<JobRow>(
        "select * from jobs where state in ('waiting', 'running') order by created_at, id",
      );
      return rows.map((row) => ({ job: jobOf(row), detail: row.detail }));
    },
  };
}

function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    ...(row.collection_id !== null && { collectionId: row.collection_id }),
    kind: row.kind as Job['kind'],
    state: row.state as Job['state'],
    total: row.total,
    done: row.done,
    failed: row.failed,
    ...(row.error !== null && { error: row.error }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
