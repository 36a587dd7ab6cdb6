import { Worker } from 'node:worker_threads';
import { QuenError } from '../../core/errors.ts';
import type { FaceExtractor, FaceRequest, FoundFaces } from '../../core/ports.ts';
import type { WorkerRequest, WorkerResponse, WorkerSetup } from './protocol.ts';

interface Job {
  readonly request: FaceRequest;
  readonly resolve: (found: FoundFaces) => void;
  readonly reject: (fault: QuenError) => void;
}

/** Requests a worker holds at once: one in work, one waiting, so that it never idles between two. */
const DEPTH = 2;
/** Photos being read and decoded beyond those the workers hold. */
const READ_AHEAD = 2;

/** A fixed number of worker threads that detect, align and embed, one network thread each. */
export class FacePool implements FaceExtractor {
  readonly concurrency: number;
  readonly #lanes: Lane[];
  readonly #waiting: Job[] = [];

  private constructor(lanes: Lane[]) {
    this.#lanes = lanes;
    this.concurrency = lanes.length * DEPTH + READ_AHEAD;
  }

  /** Starts the workers and waits until each has loaded its networks. Throws what loading them threw. */
  static async start(entry: URL, setup: WorkerSetup, threads: number): Promise<FacePool> {
    const lanes = Array.from({ length: threads }, () => new Lane(entry, setup));
    const pool = new FacePool(lanes);
    try {
      await Promise.all(lanes.map((lane) => lane.ready));
    } catch (cause) {
      await pool.close();
      throw cause;
    }
    return pool;
  }

  extract(request: FaceRequest): Promise<FoundFaces> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#dispatch();
    });
  }

  /** Ends the workers; requests still open are refused with `ABORTED`. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #dispatch(): void {
    for (;;) {
      const open = this.#lanes.filter((lane) => lane.load < DEPTH).sort((a, b) => a.load - b.load);
      const [lane] = open;
      const job = lane && this.#waiting.shift();
      if (lane === undefined || job === undefined) return;
      lane.give(job, () => this.#dispatch());
    }
  }
}

/** One worker and the requests it holds. A worker that dies fails the photos it held and is replaced. */
class Lane {
  readonly #entry: URL;
  readonly #setup: WorkerSetup;
  readonly #held = new Map<number, { job: Job; onDone: () => void }>();
  #worker: Worker;
  #nextId = 0;
  #isClosing = false;
  /** Settles when the worker can take work. */
  ready: Promise<void>;

  constructor(entry: URL, setup: WorkerSetup) {
    this.#entry = entry;
    this.#setup = setup;
    this.#worker = new Worker(entry, { workerData: setup });
    this.ready = this.#listen(this.#worker);
  }

  get load(): number {
    return this.#held.size;
  }

  give(job: Job, onDone: () => void): void {
    const id = this.#nextId++;
    this.#held.set(id, { job, onDone });
    const message: WorkerRequest = { id, request: job.request };
    this.#worker.postMessage(message, [job.request.image.pixels.buffer as ArrayBuffer]);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    // ONNX Runtime aborts the whole process when its thread is ended while it loads a network.
    await this.ready.catch(() => undefined);
    await this.#worker.terminate();
    this.#failAll(new QuenError('ABORTED', 'The work was stopped before this photo was done.'));
  }

  #listen(worker: Worker): Promise<void> {
    return new Promise((resolve, reject) => {
      worker.on('message', (response: WorkerResponse) => {
        if (response.kind === 'ready') resolve();
        else if (response.kind === 'found') this.#settle(response.id, (job) => job.resolve(response.found));
        else if (response.id === undefined) reject(new QuenError(response.code, response.message));
        else this.#settle(response.id, (job) => job.reject(new QuenError(response.code, response.message)));
      });
      worker.on('error', (cause) => this.#replace(worker, cause, reject));
      worker.on('exit', (exitCode) => this.#replace(worker, new Error(`exit code ${exitCode}`), reject));
    });
  }

  #settle(id: number, settle: (job: Job) => void): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    settle(held.job);
    held.onDone();
  }

  #replace(worker: Worker, cause: unknown, rejectReady: (fault: QuenError) => void): void {
    if (worker !== this.#worker) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    const fault = new QuenError('WORKER_CRASHED', `The worker on this photo ended early: ${why}.`, { cause });
    rejectReady(fault);
    if (this.#isClosing) return;
    this.#worker = new Worker(this.#entry, { workerData: this.#setup });
    this.ready = this.#listen(this.#worker);
    this.ready.catch(() => undefined);
    this.#failAll(fault);
  }

  #failAll(fault: QuenError): void {
    for (const id of [...this.#held.keys()]) this.#settle(id, (job) => job.reject(fault));
  }
}
