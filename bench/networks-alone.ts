import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The networks' share of the job on its own: the same workers, the same tensors, nothing but `session.run`. */
export class NetworksAlone {
  readonly #workers: Worker[];
  readonly #photoCount: number;

  private constructor(workers: Worker[], photoCount: number) {
    this.#workers = workers;
    this.#photoCount = photoCount;
  }

  /** Records the runs of some photos, dealt out among the workers. */
  static async start(paths: readonly string[], threads: number, networks: object): Promise<NetworksAlone> {
    const workers = Array.from({ length: threads }, (_, lane) => {
      const dealt = paths.filter((_path, i) => i % threads === lane);
      return new Worker(new URL('./typescript-worker.mjs', import.meta.url), {
        workerData: { entry: './networks-alone-worker.ts', paths: dealt, ...networks },
      });
    });
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new NetworksAlone(workers, paths.length);
  }

  /** Replays all runs; stands for repeatCount x paths photos. @returns how many photos that is */
  async run(repeatCount: number): Promise<number> {
    const finished = this.#workers.map((worker) => once(worker, 'message'));
    for (const worker of this.#workers) worker.postMessage(repeatCount);
    await Promise.all(finished);
    return repeatCount * this.#photoCount;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
