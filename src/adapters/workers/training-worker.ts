import { Worker } from 'node:worker_threads';
import { QuenError } from '../../core/errors.ts';
import type { TrainedHead } from '../../heads/training/train-head.ts';
import type { EpochReport } from '../../heads/training/training-state.ts';
import type { TrainingResponse, TrainingSetup } from './training-protocol.ts';

/** A worker thread that trains one head at a time. */
export class TrainingWorker {
  readonly #worker: Worker;
  /** What ended the thread; undefined while it lives. */
  #death: QuenError | undefined;
  #onResponse: (response: TrainingResponse) => void = () => undefined;
  #onDeath: (fault: QuenError) => void = () => undefined;

  /** Starts the thread. @param entry the worker's program */
  constructor(entry: URL, setup: TrainingSetup) {
    this.#worker = new Worker(entry, { workerData: setup });
    this.#worker.on('message', (response: TrainingResponse) => this.#onResponse(response));
    this.#worker.on('error', (cause) => this.#die(cause));
    this.#worker.on('exit', (exitCode) => this.#die(new Error(`exit code ${exitCode}`)));
  }

  /** Trains the head of a request. Throws `WORKER_CRASHED` where the thread dies, and the fault of the training. */
  train(place: number, onEpoch: (report: EpochReport) => void): Promise<TrainedHead> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) return reject(this.#death);
      this.#onDeath = reject;
      this.#onResponse = (response) => {
        if (response.kind === 'epoch') onEpoch(response.report);
        else if (response.kind === 'trained') resolve(response.head);
        else reject(new QuenError(response.code, response.message));
      };
      this.#worker.postMessage(place);
    });
  }

  /** Ends the thread. It must not be training: ONNX Runtime is not made to be stopped in the middle. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(cause: unknown): void {
    if (this.#death !== undefined) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    this.#death = new QuenError('WORKER_CRASHED', `${why}.`, { cause });
    this.#onDeath(this.#death);
  }
}
