import { availableParallelism } from 'node:os';
import { isQuenError, QuenError, throwIfAborted } from '../../core/errors.ts';
import { progressOf, type TrainHeads, type TrainingControl } from '../../heads/train-heads.ts';
import type { TrainedHead, TrainingRequest } from '../../heads/training/train-head.ts';
import type { EpochReport } from '../../heads/training/training-state.ts';
import { HeadCache } from '../head-cache/head-cache.ts';
import { trainingKeys } from '../head-cache/training-keys.ts';
import { withSharedEmbeddings } from './shared-embeddings.ts';
import type { TrainingKeeping, TrainingSetup } from './training-protocol.ts';
import { TrainingWorker } from './training-worker.ts';

/** How heads are trained in worker threads. */
export interface HeadPoolOptions {
  /** The program of a worker. */
  readonly entry: URL;
  /** Trainings at once, a thread each; as many as there are cores when absent. */
  readonly workers?: number;
  /** Where finished heads and the states of trainings are kept; nowhere when absent. */
  readonly folder?: string;
  /** Least time between two states kept of one training. */
  readonly keepEveryMs?: number;
}

/** Writing a state of 3 million weights takes a tenth of a second. */
const KEEP_EVERY_MS = 5000;

/** A worker that dies is not to blame on a training the first time. */
const ATTEMPTS = 2;

/**
 * Trains heads in worker threads, one training each. What is kept is not trained again, and a training that was ended goes
 * on from its last kept state; the results are the same bytes. The threads live as long as a call. An abort takes effect
 * after the epochs in work and keeps their states. Throws `ABORTED`, `OUTPUT_*`, `WORKER_CRASHED` for a training whose
 * worker died twice, and what `trainHead` throws.
 */
export function headPool(options: HeadPoolOptions): TrainHeads {
  return async (requests, control = {}) => {
    throwIfAborted(control.signal);
    const call = new TrainingCall(requests, options, control);
    return await call.train();
  };
}

/** The training of the heads of one call. */
class TrainingCall {
  readonly #requests: readonly TrainingRequest[];
  readonly #options: HeadPoolOptions;
  readonly #control: TrainingControl;
  readonly #heads = new Map<number, TrainedHead>();
  readonly #stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

  constructor(requests: readonly TrainingRequest[], options: HeadPoolOptions, control: TrainingControl) {
    this.#requests = requests;
    this.#options = options;
    this.#control = control;
  }

  async train(): Promise<TrainedHead[]> {
    const keeping = await this.#takeKept();
    const waiting = [...this.#requests.keys()].filter((place) => !this.#heads.has(place));
    if (waiting.length > 0) {
      const requests = withSharedEmbeddings(this.#requests);
      await this.#trainAll(waiting, { requests, stop: this.#stop, ...(keeping && { keeping }) });
    }
    return this.#requests.flatMap((_, place) => this.#heads.get(place) ?? []);
  }

  /** Takes over the heads that are kept. */
  async #takeKept(): Promise<TrainingKeeping | undefined> {
    const { folder, keepEveryMs = KEEP_EVERY_MS } = this.#options;
    if (folder === undefined) return undefined;
    const cache = new HeadCache(folder);
    await cache.open();
    const keys = trainingKeys(this.#requests);
    for (const [place, key] of keys.entries()) {
      throwIfAborted(this.#control.signal);
      const head = await cache.head(key);
      if (head !== undefined) this.#finish(place, head);
    }
    return { folder, keys, everyMs: keepEveryMs };
  }

  async #trainAll(waiting: number[], setup: TrainingSetup): Promise<void> {
    const { workers = availableParallelism() } = this.#options;
    const { signal } = this.#control;
    const stop = (): void => this.#endTrainings();
    signal?.addEventListener('abort', stop);
    try {
      const laneCount = Math.max(1, Math.min(workers, waiting.length));
      const lanes = Array.from({ length: laneCount }, () => this.#trainInLane(waiting, setup));
      const ended = await Promise.allSettled(lanes);
      throwIfAborted(signal);
      // The first fault ended the other trainings, which then say that they were stopped.
      const faults = ended.flatMap((lane) => (lane.status === 'rejected' ? [lane.reason] : []));
      if (faults.length > 0) throw faults.find((fault) => !isQuenError(fault, 'ABORTED')) ?? faults[0];
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** One training after the other, in a worker of its own, until none waits. */
  async #trainInLane(waiting: number[], setup: TrainingSetup): Promise<void> {
    const lane: Lane = { worker: undefined };
    try {
      for (let place = waiting.shift(); place !== undefined; place = waiting.shift())
        this.#finish(place, await this.#trainOne(place, lane, setup));
    } catch (cause) {
      waiting.length = 0;
      this.#endTrainings();
      throw cause;
    } finally {
      await lane.worker?.close();
    }
  }

  async #trainOne(place: number, lane: Lane, setup: TrainingSetup): Promise<TrainedHead> {
    for (let attempt = 1; ; attempt++) {
      lane.worker ??= new TrainingWorker(this.#options.entry, setup);
      try {
        return await lane.worker.train(place, (report) => this.#report(place, report));
      } catch (cause) {
        if (!isQuenError(cause, 'WORKER_CRASHED')) throw cause;
        await lane.worker.close();
        lane.worker = undefined;
        if (attempt === ATTEMPTS) throw this.#crash(place, cause);
      }
    }
  }

  #finish(place: number, head: TrainedHead): void {
    this.#heads.set(place, head);
    const report = head.epochs.at(-1);
    if (report !== undefined) this.#report(place, report);
  }

  #report(head: number, report: EpochReport): void {
    const at = { head, doneHeadCount: this.#heads.size };
    this.#control.onProgress?.(progressOf(this.#requests, at, report));
  }

  #endTrainings(): void {
    Atomics.store(new Int32Array(this.#stop), 0, 1);
  }

  #crash(place: number, cause: QuenError): QuenError {
    const which = `head ${place + 1} of ${this.#requests.length}`;
    const message = `The worker that trained ${which} ended early twice: ${cause.message} Run the same command again to go on; with fewer threads it takes less memory.`;
    return new QuenError('WORKER_CRASHED', message, { cause });
  }
}

interface Lane {
  worker: TrainingWorker | undefined;
}
