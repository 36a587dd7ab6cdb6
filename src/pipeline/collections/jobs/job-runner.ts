import type { Claimant } from '../../../collections/job-store.ts';
import type { ClaimedPhoto } from '../../../collections/jobs.ts';
import { isQuenError } from '../../../core/errors.ts';
import { workOnPhoto } from './job-photo.ts';
import type { JobService } from './job-service.ts';

/** How jobs are worked on. */
export interface JobRunnerOptions {
  /** Photos at once. */
  readonly lanes: number;
  /** Runs work when the networks have nothing else to do. */
  after<T>(work: () => Promise<T>): Promise<T>;
  /** A name no other process has. */
  readonly process: string;
  /** Takes faults that are the service's own. */
  report(cause: unknown): void;
  /** Milliseconds until a job is tried again that a fault held up. */
  readonly pauseMs: number;
}

/** Work of other processes, and pauses that are over, are looked for this often. */
const IDLE_MS = 5000;

/**
 * Works on the photos of jobs, in the background and behind everything else. It begins with what an earlier process left, and leaves what
 * it has not begun to the next.
 */
export class JobRunner implements AsyncDisposable {
  readonly #service: JobService;
  readonly #options: JobRunnerOptions;
  readonly #stop = new AbortController();
  /** Jobs that a fault held up, with the time until which they are left alone. */
  readonly #paused = new Map<string, number>();
  #lanes: readonly Promise<void>[] = [];
  #sleepers = new Set<() => void>();

  /** @param service its extraction refuses nothing for load */
  constructor(service: JobService, options: JobRunnerOptions) {
    this.#service = service;
    this.#options = options;
  }

  /** Begins. Throws `DATABASE_*`. */
  async start(): Promise<void> {
    await this.#service.jobs.giveAllBack(this.#service.home);
    const endListening = this.#service.jobWatch.onTaken(() => this.#wake());
    this.#stop.signal.addEventListener('abort', endListening, { once: true });
    this.#lanes = Array.from({ length: this.#options.lanes }, () => this.#lane());
  }

  /** Begins no more photos; settles when those that were begun are settled. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await Promise.all(this.#lanes);
  }

  async #lane(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const hasWorked = await this.#options.after(() => this.#work());
      if (!hasWorked) await this.#sleep();
    }
  }

  /** @returns whether there was a photo to work on */
  async #work(): Promise<boolean> {
    if (this.#stop.signal.aborted) return false;
    const photo = await this.#service.jobs.claim(this.#claimant()).catch((cause: unknown) => {
      this.#options.report(cause);
      return undefined;
    });
    if (photo === undefined) return false;
    try {
      await workOnPhoto(this.#service, photo);
    } catch (cause) {
      await this.#holdUp(photo, cause);
    }
    this.#service.jobWatch.changed(photo.job.id);
    return true;
  }

  #claimant(): Claimant {
    const now = Date.now();
    for (const [jobId, until] of this.#paused) if (until <= now) this.#paused.delete(jobId);
    const { process } = this.#options;
    return { home: this.#service.home, process, except: [...this.#paused.keys()] };
  }

  /** What nobody foresaw may be the photo's doing, and counts as an attempt. */
  async #holdUp(photo: ClaimedPhoto, cause: unknown): Promise<void> {
    const isForeseen = isQuenError(cause);
    this.#paused.set(photo.job.id, Date.now() + (isForeseen ? this.#options.pauseMs : 0));
    if (!isForeseen) this.#options.report(cause);
    const error = isForeseen ? cause.code : 'UNFORESEEN';
    await this.#service.jobs
      .giveBack(photo, { error, isAttempt: !isForeseen })
      .catch((fault: unknown) => this.#options.report(fault));
  }

  async #sleep(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(IDLE_MS, this.#options.pauseMs));
      timer.unref();
      this.#sleepers.add(end);
    });
  }

  #wake(): void {
    for (const sleeper of [...this.#sleepers]) sleeper();
  }
}
