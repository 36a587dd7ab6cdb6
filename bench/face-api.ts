import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const FOLDER = new URL('./peers/face-api/', import.meta.url);

/** The peer, in as many workers as Quen has: one alone would use one core. */
export class FaceApi {
  readonly #workers: Worker[];

  private constructor(workers: Worker[]) {
    this.#workers = workers;
  }

  /** Installs the peer on first use (330 MB) and starts its workers. */
  static async start(threads: number): Promise<FaceApi> {
    if (!existsSync(new URL('node_modules', FOLDER))) {
      execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: fileURLToPath(FOLDER), stdio: 'inherit' });
    }
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL('worker.mjs', FOLDER), { execArgv: [] }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new FaceApi(workers);
  }

  /** Descriptors of the largest face of each photo, in their order; null where none was found. */
  async describe(paths: readonly string[]): Promise<(Float32Array | null)[]> {
    const lanes = this.#workers.map((worker, lane) => {
      const dealt = paths.filter((_, i) => i % this.#workers.length === lane);
      const answer = once(worker, 'message') as Promise<[(Float32Array | null)[]]>;
      worker.postMessage(dealt);
      return answer;
    });
    const answers = (await Promise.all(lanes)).map(([descriptors]) => descriptors);
    return paths.map((_, i) => answers[i % answers.length]?.[Math.floor(i / answers.length)] ?? null);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
