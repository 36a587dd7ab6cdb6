import { type JobQueue, LEASE_SECONDS } from '../../jobs/job-queue.ts';
import type { Database } from '../database/database.ts';
import { startBoss } from './boss.ts';
import { createJobTables } from './job-tables.ts';
import { leasing } from './leasing.ts';
import { removeRun, retryRun } from './run-changes.ts';
import { deadLetters, runCounts, runStatuses } from './run-status.ts';
import { submitRun } from './submit-run.ts';
import { beat, knownWorkers, leave } from './worker-rows.ts';

/** The queue of jobs in a database, by pg-boss; closing it closes the database. Throws `DATABASE_*`. */
export async function openJobQueue(
  database: Database,
  { leaseSeconds = LEASE_SECONDS } = {},
): Promise<JobQueue> {
  const boss = await startBoss(database);
  await createJobTables(database);
  return {
    submit: (run) => submitRun(database, boss, run),
    ...leasing(database, boss, leaseSeconds),
    beat: (worker, lease) => beat(database, worker, lease),
    leave: (workerId) => leave(database, workerId),
    workers: () => knownWorkers(database),
    counts: (runId) => runCounts(database, runId),
    dead: (runId) => deadLetters(database, runId),
    runs: () => runStatuses(database),
    retry: (runId) => retryRun(database, boss, runId),
    remove: (runId) => removeRun(database, runId),
    [Symbol.asyncDispose]: async () => {
      await boss.stop({ graceful: false });
      await database[Symbol.asyncDispose]();
    },
  };
}
