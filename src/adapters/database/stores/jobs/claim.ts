import type { Claimant } from '../../../../collections/job-store.ts';
import type { ClaimedPhoto } from '../../../../collections/jobs.ts';
import { jobTargetSchema } from '../../../../collections/jobs.ts';
import type { Queryable } from '../../database.ts';
import { type JobRow, jobOf } from './rows.ts';

interface ClaimedRow {
  readonly job_id: string;
  readonly number: number;
  readonly file_id: string;
  readonly target: unknown;
  readonly attempts: number;
}

/** Begins a photo; the lowest numbers first, so that a small job is not behind all of a large one. See `JobStore.claim`. */
export async function claimPhoto(
  database: Queryable,
  { home, process, except }: Claimant,
): Promise<ClaimedPhoto | undefined> {
  const [row] = await database.query<ClaimedRow>(
    `update job_photos set claimed_by = $2, attempts = attempts + 1 where (job_id, number) =
       (select job_id, number from job_photos where state = 'waiting' and home = $1 and claimed_by is null
        and job_id <> all($3::text[]) order by number, job_id limit 1 for update skip locked)
     returning job_id, number, file_id, target, attempts`,
    [home, process, except],
  );
  if (row === undefined) return undefined;
  const [job] = await database.query<JobRow>(
    `update jobs set state = case when state = 'waiting' then 'running' else state end where id = $1 returning *`,
    [row.job_id],
  );
  if (job === undefined) return undefined;
  return {
    job: jobOf(job),
    number: row.number,
    fileId: row.file_id,
    ...(row.target !== null && { target: jobTargetSchema.parse(row.target) }),
    attempt: row.attempts,
  };
}

/** Lets a photo wait again; see `JobStore.giveBack`. */
export async function giveBack(
  database: Queryable,
  { jobId, number }: { readonly jobId: string; readonly number: number },
  { error, isAttempt }: { readonly error: string; readonly isAttempt: boolean },
): Promise<void> {
  await database.query(
    `update job_photos set claimed_by = null, attempts = attempts - $3
     where job_id = $1 and number = $2 and state = 'waiting'`,
    [jobId, number, isAttempt ? 0 : 1],
  );
  await database.query('update jobs set error = $2, updated_at = now() where id = $1', [jobId, error]);
}
