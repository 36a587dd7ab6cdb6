import type { Job, JobTask } from '../../../collections/jobs.ts';
import type { Actor } from '../../../collections/ports.ts';
import type { JobService } from './job-service.ts';

const DAY_MS = 86_400_000;
/** An open job that nothing is sent to is closed after this time. */
const OPEN_DAYS = 1;
/** Results are kept for this long after a job has ended. */
const RESULT_DAYS = 7;

/** Makes a job that photos can be sent to. Throws what opening the collection throws, and `DATABASE_*`. */
export async function makeJob(
  { ports, live, jobs }: JobService,
  collectionId: string,
  task: JobTask,
  actor: Actor,
): Promise<Job> {
  await live.open(collectionId);
  return await jobs.addJob({ id: ports.newId('job'), collectionId, task, createdAt: ports.now() }, actor);
}

/** Says that a job gets no more photos: it is done once all are settled. Throws `NOT_FOUND`. */
export async function closeJob({ jobs, jobWatch }: JobService, jobId: string): Promise<Job> {
  const job = await jobs.close(jobId);
  jobWatch.changed(jobId);
  return job;
}

/** Ends a job: photos that were not begun are dropped, and what is found stays. Throws `NOT_FOUND`. */
export async function stopJob({ ports, jobs, jobWatch }: JobService, jobId: string): Promise<Job> {
  await ports.vault.remove(await jobs.stop(jobId));
  jobWatch.changed(jobId);
  return await jobs.job(jobId);
}

/** Removes a job with all that it found; what it enrolled stays. Throws `NOT_FOUND`. */
export async function removeJob({ ports, jobs, jobWatch }: JobService, jobId: string): Promise<void> {
  await ports.vault.remove(await jobs.remove(jobId));
  jobWatch.changed(jobId);
}

/** Closes jobs that were left open, and removes those whose results were kept long enough. Throws `DATABASE_*` and `OUTPUT_*`. */
export async function tidyJobs(service: JobService): Promise<void> {
  const { jobs, ports } = service;
  const before = (days: number): Date => new Date(ports.now().getTime() - days * DAY_MS);
  for (const id of await jobs.openAndIdle(before(OPEN_DAYS))) await closeJob(service, id);
  for (const id of await jobs.endedBefore(before(RESULT_DAYS))) await removeJob(service, id);
}
