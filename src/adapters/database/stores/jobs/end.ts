import type { Job } from '../../../../collections/jobs.ts';
import type { RemovedFiles } from '../../../../collections/ports.ts';
import type { Database, Queryable } from '../../database.ts';
import { type JobRow, jobOf, lockJob } from './rows.ts';
import { forgetTargets } from './settle.ts';

/** Takes no more photos; see `JobStore.close`. */
export async function closeJob(database: Database, id: string): Promise<Job> {
  return await database.transaction(async (transaction) => {
    await lockJob(transaction, id);
    const [row] = await transaction.query<JobRow>(
      `update jobs set is_open = false, updated_at = now(),
         state = case when state in ('waiting', 'running') and done = total then 'done' else state end
       where id = $1 returning *`,
      [id],
    );
    const job = jobOf(row as JobRow);
    if (job.state === 'done') await forgetTargets(transaction, id);
    return job;
  });
}

/** Drops what is not settled; see `JobStore.stop`. A job that ended stays as it is. */
export async function stopJob(database: Database, id: string): Promise<RemovedFiles> {
  return await database.transaction(async (transaction) => {
    await lockJob(transaction, id);
    const photoIds = await waitingFiles(transaction, id);
    await transaction.query("delete from job_photos where job_id = $1 and state = 'waiting'", [id]);
    await transaction.query(
      `update jobs set state = 'stopped', is_open = false, error = null, updated_at = now()
       where id = $1 and state in ('waiting', 'running')`,
      [id],
    );
    await forgetTargets(transaction, id);
    return { photoIds, faceIds: [] };
  });
}

/** Removes a job with its results; see `JobStore.remove`. */
export async function removeJob(database: Database, id: string): Promise<RemovedFiles> {
  return await database.transaction(async (transaction) => {
    await lockJob(transaction, id);
    const photoIds = await waitingFiles(transaction, id);
    await transaction.query('delete from jobs where id = $1', [id]);
    return { photoIds, faceIds: [] };
  });
}

async function waitingFiles(transaction: Queryable, id: string): Promise<string[]> {
  const rows = await transaction.query<{ file_id: string }>(
    "select file_id from job_photos where job_id = $1 and state = 'waiting'",
    [id],
  );
  return rows.map((row) => row.file_id);
}
