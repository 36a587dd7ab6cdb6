import { BEAT_SECONDS, type JobQueue, type Lease, type WorkerState } from '../../../jobs/job-queue.ts';
import type { WorkPace } from './work-pace.ts';

/** What a worker is at. */
export interface Place {
  lease: Lease | undefined;
  /** Ends the work on the shard. */
  abort: AbortController | undefined;
  doing: string;
}

/** What a heart tells of, and whom. */
export interface HeartParts {
  readonly queue: JobQueue;
  readonly worker: Pick<WorkerState, 'id' | 'host' | 'pid' | 'version'>;
  readonly pace: WorkPace;
  readonly place: Place;
  readonly photoTimeoutSeconds: number;
  /** Called where no photo was finished for longer. */
  onStuck?(): void;
}

/** Tells every few seconds that a worker lives, takes back shards of those that do not, and ends the work on a shard whose lease was lost. */
export function startHeart({ queue, worker, pace, place, photoTimeoutSeconds, onStuck }: HeartParts): {
  stop(): Promise<void>;
} {
  let last = Promise.resolve();
  let isBeating = false;
  const beat = async (): Promise<void> => {
    const { lease, abort, doing } = place;
    const state = {
      ...worker,
      doing,
      photoCount: pace.photoCount(),
      photosPerSecond: pace.photosPerSecond(),
    };
    if (pace.secondsSilent() > photoTimeoutSeconds) onStuck?.();
    const isHeld = await queue.beat(state, lease);
    if (!isHeld) abort?.abort();
    await queue.reap();
  };
  const tick = (): void => {
    if (isBeating) return;
    isBeating = true;
    // A database that is away is told by the work that needs it.
    last = beat()
      .catch(() => undefined)
      .finally(() => {
        isBeating = false;
      });
  };
  const timer = setInterval(tick, 1000 * BEAT_SECONDS);
  tick();
  return {
    stop: async () => {
      clearInterval(timer);
      await last;
    },
  };
}
