import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isQuenError } from '../../core/errors.ts';
import type { NetworkCard } from '../../networks/card.ts';
import { PREPARATION_VERSION } from '../../networks/prepare.ts';
import { writeFault, writeFileWhole } from '../files/write-file.ts';
import { removeAbandoned } from './remove-abandoned.ts';

/** A file of a prepared network is named after its place in the network and its own SHA-256. */
const FILE_NAME = /^(\d+)-([0-9a-f]{64})\.onnx$/;

/** Networks as ONNX Runtime gets them: imported and rewritten once, then read. One folder a network. */
export class PreparedNetworks {
  readonly #folder: string;

  /** @param cache the cache folder */
  constructor(cache: string) {
    this.#folder = join(cache, 'prepared');
  }

  /** Whether a network was prepared, without looking into its files. */
  async has(card: NetworkCard): Promise<boolean> {
    return (await this.#files(card)).length > 0;
  }

  /** The graphs of a network in their order; undefined where it is not here or a file does not bear its own hash. */
  async load(card: NetworkCard): Promise<Uint8Array[] | undefined> {
    const files = await this.#files(card);
    const graphs = await Promise.all(
      files.map(async ({ name, sha256 }) => {
        const bytes = await readFile(join(this.#folderOf(card), name)).catch(() => undefined);
        return bytes !== undefined && hashOf(bytes) === sha256 ? bytes : undefined;
      }),
    );
    const whole = graphs.filter((bytes) => bytes !== undefined);
    return whole.length > 0 && whole.length === graphs.length ? whole : undefined;
  }

  /** Keeps a network's graphs; all of them appear at once or none. Throws `OUTPUT_*`. */
  async keep(card: NetworkCard, graphs: readonly Uint8Array[]): Promise<void> {
    const unfinished = this.#unfinishedFolder();
    try {
      await mkdir(unfinished, { recursive: true });
      await removeAbandoned(this.#folder);
      for (const [place, graph] of graphs.entries())
        await writeFileWhole(join(unfinished, `${place}-${hashOf(graph)}.onnx`), graph);
      await this.#moveInto(unfinished, card);
    } catch (cause) {
      throw isQuenError(cause) ? cause : writeFault(this.#folder, cause);
    } finally {
      await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** A folder that is there already stays if it is whole: another process was faster. A damaged one is moved away first. */
  async #moveInto(unfinished: string, card: NetworkCard): Promise<void> {
    const kept = this.#folderOf(card);
    try {
      await rename(unfinished, kept);
    } catch (cause) {
      if ((await this.load(card)) !== undefined) return;
      const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(
        String((cause as NodeJS.ErrnoException).code),
      );
      if (!isTaken) throw cause;
      const away = this.#unfinishedFolder();
      await rename(kept, away);
      await rm(away, { recursive: true, force: true });
      await rename(unfinished, kept);
    }
  }

  #unfinishedFolder(): string {
    return join(this.#folder, `unpacking-${process.pid}-${randomBytes(4).toString('hex')}`);
  }

  async #files(card: NetworkCard): Promise<{ readonly name: string; readonly sha256: string }[]> {
    const names = await readdir(this.#folderOf(card)).catch(() => []);
    return names
      .flatMap((name) => {
        const [, place, sha256] = FILE_NAME.exec(name) ?? [];
        return sha256 === undefined ? [] : [{ name, sha256, place: Number(place) }];
      })
      .sort((a, b) => a.place - b.place);
  }

  #folderOf(card: NetworkCard): string {
    return join(this.#folder, preparationId(card).slice(0, 32));
  }
}

/** What a network's weights are known by: the SHA-256 of its file, or that of the list of those of its files. */
export function weightsId({ weights }: NetworkCard): string {
  const hashes = weights.files.map(({ sha256 }) => sha256 ?? '');
  const [only = ''] = hashes;
  return hashes.length === 1 ? only : hashOf(JSON.stringify(hashes));
}

/** Everything that decides a prepared network. */
export function preparationId(card: NetworkCard): string {
  const { files: _files, foundAt: _foundAt, ...how } = { foundAt: '', ...card.weights };
  const { size, layout } = card.input;
  return hashOf(JSON.stringify([PREPARATION_VERSION, weightsId(card), how, size, layout]));
}

function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
