import type { JobSettlement } from '../../../../collections/jobs.ts';
import type { Queryable } from '../../database.ts';
import { notFound } from '../faults.ts';
import { lockJob } from './rows.ts';

/**
 * Settles a photo of a job in a transaction: once, whoever is first. Its place is the count of photos settled by then, which the lock on the job keeps
 * without gaps. Throws `NOT_FOUND` where the photo does not wait any more.
 */
export async function settlePhoto(
  transaction: Queryable,
  { jobId, number, outcome }: JobSettlement,
): Promise<void> {
  const { done } = await lockJob(transaction, jobId);
  const settled = await transaction.query(
    `update job_photos set state = 'settled', outcome = $3::jsonb, place = $4, claimed_by = null
     where job_id = $1 and number = $2 and state = 'waiting' returning number`,
    [jobId, number, JSON.stringify(outcome), done + 1],
  );
  if (settled.length === 0) throw notFound('job', `${jobId} with a photo ${number} that waits`);
  const [job] = await transaction.query<{ state: string }>(
    `update jobs set done = done + 1, failed = failed + $2, error = null, updated_at = now(),
       state = case when not is_open and done + 1 = total then 'done' else state end where id = $1 returning state`,
    [jobId, outcome.kind === 'failed' ? 1 : 0],
  );
  if (job?.state === 'done') await forgetTargets(transaction, jobId);
}

/** Once nothing more comes, the names that photos were sent with are kept no longer. */
export async function forgetTargets(transaction: Queryable, jobId: string): Promise<void> {
  await transaction.query(
    'update job_photos set target = null, target_key = null where job_id = $1 and target is not null',
    [jobId],
  );
}
