import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainedHead } from '../../heads/training/train-head.ts';
import type { BestEpoch, TrainingState } from '../../heads/training/training-state.ts';
import { prepareOutputFolder, writeFault } from '../files/write-file.ts';
import { readArrays, writeArrays } from './array-file.ts';

/** Heads of 3 million weights are 12 MB each, states of their training up to 50 MB. */
const MOST_BYTES = 2 * 1024 ** 3;

/** What heads were trained on is personal data: they are not kept for ever. */
const LONGEST_UNUSED_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * Heads and the states of their trainings, kept on disk by the key of their request. Several processes and threads may
 * use one folder at once. A file that is cut off or damaged counts as absent.
 */
export class HeadCache {
  readonly #folder: string;

  /** @param folder made on {@link open} */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Makes the folder and removes what killed runs left half written, what was not used for 90 days and, beyond a bound,
   * what was not used for longest. Throws `OUTPUT_*`.
   */
  async open(maxBytes: number = MOST_BYTES): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw writeFault(this.#folder, cause);
    });
    await prepareOutputFolder(this.#folder);
    await this.#removeLongUnused(maxBytes);
  }

  /** The finished head of a request, or undefined. */
  async head(key: string): Promise<TrainedHead | undefined> {
    const path = this.#path(key, 'head');
    const kept = await readArrays(path, key);
    if (kept === undefined) return undefined;
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    // Left by a run that was killed between keeping the head and removing the state.
    await this.#removeState(key);
    return {
      ...(kept.value as Omit<TrainedHead, 'parameters'>),
      parameters: kept.groups['parameters'] ?? {},
    };
  }

  /** The last kept state of a request's training, or undefined. */
  async state(key: string): Promise<TrainingState | undefined> {
    const kept = await readArrays(this.#path(key, 'state'), key);
    if (kept === undefined) return undefined;
    const { best, ...counts } = kept.value as StateValue;
    const { tensors = {}, best: parameters = {} } = kept.groups;
    return { ...counts, tensors, ...(best && { best: { ...best, parameters } }) };
  }

  /** Keeps a state in the place of an earlier one. Throws `OUTPUT_*`. */
  async keepState(key: string, { tensors, best, ...counts }: TrainingState): Promise<void> {
    const value: StateValue = {
      ...counts,
      ...(best && { best: { epoch: best.epoch, accuracy: best.accuracy } }),
    };
    const groups = { tensors, ...(best && { best: best.parameters }) };
    await writeArrays(this.#path(key, 'state'), key, { value, groups });
  }

  /** Keeps a finished head and removes the state of its training. Throws `OUTPUT_*`. */
  async keepHead(key: string, { parameters, ...value }: TrainedHead): Promise<void> {
    await writeArrays(this.#path(key, 'head'), key, { value, groups: { parameters } });
    await this.#removeState(key);
  }

  async #removeState(key: string): Promise<void> {
    await rm(this.#path(key, 'state'), { force: true }).catch(() => undefined);
  }

  #path(key: string, kind: 'head' | 'state'): string {
    return join(this.#folder, `${key}.${kind}`);
  }

  async #removeLongUnused(maxBytes: number): Promise<void> {
    const names = await readdir(this.#folder);
    const paths = names
      .filter((name) => /\.(head|state)$/.test(name))
      .map((name) => join(this.#folder, name));
    const files = await Promise.all(paths.map(fileAt));
    const oldestMs = Date.now() - LONGEST_UNUSED_MS;
    let total = 0;
    for (const { path, sizeBytes, usedMs } of files.sort((a, b) => b.usedMs - a.usedMs)) {
      total += sizeBytes;
      if (total > maxBytes || usedMs < oldestMs) await rm(path, { force: true }).catch(() => undefined);
    }
  }
}

/** A state without its arrays. */
type StateValue = Omit<TrainingState, 'tensors' | 'best'> & { readonly best?: Omit<BestEpoch, 'parameters'> };

interface KeptFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedMs: number;
}

/** A file that another process has removed since has no size. */
async function fileAt(path: string): Promise<KeptFile> {
  return await stat(path).then(
    ({ size, mtimeMs }) => ({ path, sizeBytes: size, usedMs: mtimeMs }),
    () => ({ path, sizeBytes: 0, usedMs: 0 }),
  );
}
