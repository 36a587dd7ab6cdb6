import { Worker } from 'node:worker_threads';
import { QuenError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import type { FaceExtractor, FaceRequest, FoundFaces, ViewEmbedder, ViewRequest } from '../../core/ports.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import type { WorkerData, WorkerRequest, WorkerResponse, WorkerSetup } from './protocol.ts';

type Job = FaceJob | ViewJob;

interface FaceJob extends Refusable {
  readonly kind: 'faces';
  readonly request: FaceRequest;
  readonly resolve: (found: FoundFaces) => void;
}

interface ViewJob extends Refusable {
  readonly kind: 'views';
  readonly request: ViewRequest;
  readonly resolve: (views: readonly Matrix[]) => void;
}

interface Refusable {
  readonly reject: (fault: Error) => void;
}

/** Requests a worker holds at once: one in work, one waiting, so that it never idles between two. */
const DEPTH = 2;
/** Photos being read and decoded beyond those the workers hold. */
const READ_AHEAD = 2;

/**
 * A fixed number of worker threads that detect, align and embed, one network thread each. The pixels of an image move to
 * its worker: who handed it in has it no more, and handing it in again throws `TypeError`.
 */
export class FacePool implements FaceExtractor, ViewEmbedder {
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
      this.#take({ kind: 'faces', request, resolve, reject });
    });
  }

  embedViews(request: ViewRequest): Promise<readonly Matrix[]> {
    return new Promise((resolve, reject) => {
      this.#take({ kind: 'views', request, resolve, reject });
    });
  }

  /** Ends the workers; requests still open are refused with `ABORTED`. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #take(job: Job): void {
    this.#waiting.push(job);
    this.#dispatch();
  }

  #dispatch(): void {
    for (;;) {
      const open = this.#lanes.filter((lane) => lane.load < DEPTH).sort((a, b) => a.load - b.load);
      const [lane] = open;
      const job = lane && this.#waiting.shift();
      if (lane === undefined || job === undefined) return;
      if (isGone(job.request.image)) job.reject(handedInTwice());
      else lane.give(job, () => this.#dispatch());
    }
  }
}

/** One worker and the requests it holds. A worker that dies fails the photos it held and is replaced. */
class Lane {
  readonly #entry: URL;
  readonly #data: WorkerData;
  readonly #held = new Map<number, { job: Job; onDone: () => void }>();
  #worker: Worker;
  #nextId = 0;
  #isClosing = false;
  #onIdle = (): void => undefined;
  /** Settles when the worker can take work. */
  ready: Promise<void>;

  constructor(entry: URL, setup: WorkerSetup) {
    this.#entry = entry;
    this.#data = { ...setup, stop: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
    this.#worker = new Worker(entry, { workerData: this.#data });
    this.ready = this.#listen(this.#worker);
  }

  get load(): number {
    return this.#held.size;
  }

  give(job: Job, onDone: () => void): void {
    const id = this.#nextId++;
    this.#held.set(id, { job, onDone });
    const { kind, request } = job;
    const message = { kind, id, request } as WorkerRequest;
    this.#worker.postMessage(message, [request.image.pixels.buffer as ArrayBuffer]);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    Atomics.store(new Int32Array(this.#data.stop), 0, 1);
    // ONNX Runtime aborts the whole process when its thread is ended while it loads or runs a network.
    await this.ready.catch(() => undefined);
    await this.#idle();
    await this.#worker.terminate();
    this.#failAll(new QuenError('ABORTED', 'The work was stopped before this photo was done.'));
  }

  /** Settles when the worker holds nothing or is dead. */
  async #idle(): Promise<void> {
    if (this.#held.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #listen(worker: Worker): Promise<void> {
    return new Promise((resolve, reject) => {
      worker.on('message', (response: WorkerResponse) => {
        if (response.kind === 'ready') resolve();
        else if (response.kind === 'fault' && response.id === undefined) reject(faultOf(response));
        else this.#answer(response);
      });
      worker.on('error', (cause) => this.#replace(worker, cause, reject));
      worker.on('exit', (exitCode) => this.#replace(worker, new Error(`exit code ${exitCode}`), reject));
    });
  }

  #answer(response: Exclude<WorkerResponse, { kind: 'ready' }>): void {
    const { id } = response;
    if (id === undefined) return;
    this.#settle(id, (job) => {
      if (response.kind === 'fault') job.reject(faultOf(response));
      else if (response.kind === 'found' && job.kind === 'faces') job.resolve(response.found);
      else if (response.kind === 'embedded-views' && job.kind === 'views') job.resolve(response.views);
    });
  }

  #settle(id: number, settle: (job: Job) => void): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    settle(held.job);
    held.onDone();
    if (this.#held.size === 0) this.#onIdle();
  }

  #replace(worker: Worker, cause: unknown, rejectReady: (fault: QuenError) => void): void {
    if (worker !== this.#worker) return;
    const why = cause instanceof Error ? cause.message : String(cause);
    const fault = new QuenError('WORKER_CRASHED', `The worker on this photo ended early: ${why}.`, { cause });
    rejectReady(fault);
    if (this.#isClosing) {
      this.#onIdle();
      return;
    }
    this.#worker = new Worker(this.#entry, { workerData: this.#data });
    this.ready = this.#listen(this.#worker);
    this.ready.catch(() => undefined);
    this.#failAll(fault);
  }

  #failAll(fault: QuenError): void {
    for (const id of [...this.#held.keys()]) this.#settle(id, (job) => job.reject(fault));
  }
}

function faultOf({ code, message }: Extract<WorkerResponse, { kind: 'fault' }>): QuenError {
  return new QuenError(code, message);
}

/** Whether an image's pixels are with a worker already. */
function isGone({ widthPx, heightPx, pixels }: RgbImage): boolean {
  return pixels.length === 0 && widthPx * heightPx > 0;
}

function handedInTwice(): TypeError {
  return new TypeError('The pixels of this image are with a worker already. Hand in a copy of the image.');
}
