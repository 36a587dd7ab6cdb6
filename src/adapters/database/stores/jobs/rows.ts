import type { Job } from '../../../../collections/jobs.ts';
import { jobTaskSchema } from '../../../../collections/jobs.ts';
import type { Queryable } from '../../database.ts';
import { notFound } from '../faults.ts';

/** Columns of `jobs`; `detail` is its task. */
export interface JobRow {
  readonly id: string;
  readonly collection_id: string;
  readonly state: string;
  readonly is_open: boolean;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly detail: unknown;
  readonly error: string | null;
  readonly key_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A row as the domain has it. */
export function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    collectionId: row.collection_id,
    task: jobTaskSchema.parse(row.detail),
    state: row.state as Job['state'],
    isOpen: row.is_open,
    total: row.total,
    done: row.done,
    failed: row.failed,
    ...(row.error !== null && { error: row.error }),
    ...(row.key_id !== null && { keyId: row.key_id }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Holds a job until the transaction ends: what happens to one happens in turn. Throws `NOT_FOUND`. */
export async function lockJob(transaction: Queryable, id: string): Promise<JobRow> {
  const [row] = await transaction.query<JobRow>('select * from jobs where id = $1 for update', [id]);
  if (row === undefined) throw notFound('job', id);
  return row;
}
