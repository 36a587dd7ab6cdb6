import type { ClaimedPhoto, Job, JobSettlement, NewJobPhoto, SettledPhoto } from './jobs.ts';
import type { Actor, Page, PageRequest, RemovedFiles } from './ports.ts';

/** Who begins a photo. */
export interface Claimant {
  /** Of the folder that files are in. */
  readonly home: string;
  /** A name no other process has. */
  readonly process: string;
  /** Jobs that are left alone for now. */
  readonly except: readonly string[];
}

/** Photos that wait, in all jobs. */
export interface Backlog {
  readonly photoCount: number;
  readonly byteCount: number;
}

/**
 * Where jobs are kept. What a call has acknowledged outlives the process. Throws `NOT_FOUND` for ids that are nothing's, `CONFLICT`, and `DATABASE_*`.
 */
export interface JobStore {
  addJob(job: Pick<Job, 'id' | 'collectionId' | 'task' | 'createdAt'>, actor: Actor): Promise<Job>;
  job(id: string): Promise<Job>;
  /** Newest first. */
  jobs(collectionId: string, page: PageRequest): Promise<Page<Job>>;
  /**
   * Takes a photo. One whose label is known is not taken again. Throws `CONFLICT` for a job that takes no more, and for a known label
   * with other bytes.
   */
  addPhoto(jobId: string, photo: NewJobPhoto): Promise<{ readonly number: number; readonly isNew: boolean }>;
  /** Takes no more photos; done at once where all are settled. */
  close(jobId: string): Promise<Job>;
  /** Drops what is not settled. @returns files that are to be removed */
  stop(jobId: string): Promise<RemovedFiles>;
  /** Removes a job with its results. @returns files that are to be removed */
  remove(jobId: string): Promise<RemovedFiles>;
  /** Begins a photo of a home, of each job in turn; undefined where none waits. */
  claim(by: Claimant): Promise<ClaimedPhoto | undefined>;
  /** Lets a photo wait again that was begun, with the reason on the job. */
  giveBack(
    photo: Pick<ClaimedPhoto, 'job' | 'number'>,
    why: { readonly error: string; readonly isAttempt: boolean },
  ): Promise<void>;
  /** Lets all photos of a home wait again that a process had begun when it ended. */
  giveAllBack(home: string): Promise<void>;
  /** Throws `NOT_FOUND` where the photo does not wait any more. */
  settle(settlement: JobSettlement): Promise<void>;
  /** In the order in which they were settled, which later ones do not change: a page can be read while the job runs. */
  results(jobId: string, page: PageRequest): Promise<Page<SettledPhoto>>;
  backlog(): Promise<Backlog>;
  /** Ids of open jobs that nothing happened to since a time. */
  openAndIdle(before: Date): Promise<readonly string[]>;
  /** Ids of jobs that ended before a time. */
  endedBefore(before: Date): Promise<readonly string[]>;
}
