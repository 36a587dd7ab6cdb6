import { type NetworkState, NetworkStore, readCard } from '../adapters/network-store/network-store.ts';
import { loadNetwork, prepareTested } from '../adapters/onnx/load-network.ts';
import { isQuenError, QuenError } from '../core/errors.ts';
import type { NetworkCard } from '../networks/card.ts';
import { CATALOGUE } from '../networks/catalogue.ts';
import { completeCard } from './complete-card.ts';
import { readWeights } from './read-weights.ts';
import { runNetworkOnce } from './run-network-once.ts';

/** A network's card and whether its file is here. */
export interface ListedNetwork {
  readonly card: NetworkCard;
  readonly state: NetworkState;
  /** Whether the user added the card. */
  readonly isOwn: boolean;
}

/** All networks there are cards for. Throws `NETWORK_CARD_INVALID`. */
export async function listNetworks(): Promise<ListedNetwork[]> {
  const store = new NetworkStore();
  const cards = await store.cards();
  return await Promise.all(cards.map(async (card) => listed(card, await store.state(card))));
}

/**
 * Fetches networks that are not here yet, and those whose file is damaged, and prepares them to be run.
 * Throws `NETWORK_*` and `OUTPUT_*`. @returns the names that were fetched
 */
export async function pullNetworks(names: readonly string[]): Promise<string[]> {
  const store = new NetworkStore();
  const fetched: string[] = [];
  for (const name of names) {
    const card = await store.card(name);
    const files = await filesHere(card, store);
    if (files === undefined) fetched.push(name);
    if (files !== undefined && (await store.loadPrepared(card)) !== undefined) continue;
    const graphs = await prepareTested(card, files ?? (await store.pull(card)));
    await store.keepPrepared(card, graphs);
  }
  return fetched;
}

/** Checks a network's files, where they are, against its card and runs it once. Throws `NETWORK_*`. */
export async function verifyNetwork(name: string): Promise<ListedNetwork> {
  const store = new NetworkStore();
  const card = await store.card(name);
  const state = await store.state(card);
  if (state.kind === 'fetchable') {
    const message = `The network ${name} is not here yet. Run 'quen networks pull ${name}'.`;
    throw new QuenError('NETWORK_NOT_FOUND', message);
  }
  if (state.kind === 'absent' || state.paths.length > 0) await store.load(card);
  await runNetworkOnce(card, await loadNetwork(card, store));
  return listed(card, state);
}

/**
 * Adds a user's card, after its network has been loaded and run once. The card's weights are filled in where it leaves
 * them out and has a file. Throws `NETWORK_*` and `OUTPUT_*`.
 * @param cardPath a JSON file @param file the network's file, when the card names none @returns the card as kept, and where
 */
export async function addNetwork(
  cardPath: string,
  file?: string,
): Promise<{ card: NetworkCard; path: string }> {
  const store = new NetworkStore();
  const card =
    file === undefined
      ? await readCard(cardPath)
      : await readCard(cardPath, { weights: { format: 'onnx', files: [(await readWeights(file)).facts] } });
  const graphs = await prepareTested(card, await store.load(card));
  await runNetworkOnce(card, graphs);
  await store.keepPrepared(card, graphs);
  return { card, path: await store.add(card) };
}

function listed(card: NetworkCard, state: NetworkState): ListedNetwork {
  return { card, state, isOwn: !CATALOGUE.includes(card) };
}

/** The files of a network that are here and sound; undefined where they must be fetched. */
async function filesHere(card: NetworkCard, store: NetworkStore): Promise<Uint8Array[] | undefined> {
  const state = await store.state(card);
  if (state.kind !== 'present' || state.paths.length === 0) return undefined;
  try {
    return await store.load(card);
  } catch (cause) {
    const isFetchable = card.weights.files.every(({ sources }) =>
      sources.some(({ kind }) => kind !== 'file'),
    );
    if (isQuenError(cause, 'NETWORK_CHECKSUM') && isFetchable) return undefined;
    throw cause;
  }
}

/** What `networks import` did. */
export interface ImportedNetwork {
  readonly card: NetworkCard;
  /** Where the card with the files' hashes is kept; undefined where the card had them before. */
  readonly cardPath?: string;
}

/**
 * Turns weights of another format into the network of a card, once. Files are told apart by their names, else by their
 * endings, else by their order. Throws `CONFIG_INVALID`, `NETWORK_*` and `OUTPUT_*`; nothing is kept then.
 */
export async function importNetwork(paths: readonly string[], name: string): Promise<ImportedNetwork> {
  const store = new NetworkStore();
  const card = await store.card(name);
  const given = await Promise.all(paths.map(readWeights));
  const { completed, contents } = completeCard(card, given);
  const graphs = await prepareTested(completed, contents);
  await runNetworkOnce(completed, graphs);
  await store.keepPrepared(completed, graphs);
  const isComplete = card.weights.files.every(({ sha256 }) => sha256 !== undefined);
  return isComplete ? { card: completed } : { card: completed, cardPath: await store.add(completed) };
}
