import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type NetworkState, NetworkStore, readCard } from '../adapters/network-store/network-store.ts';
import { loadNetwork } from '../adapters/onnx/load-network.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { isQuenError, QuenError } from '../core/errors.ts';
import type { InferenceSession } from '../core/tensor.ts';
import { createDetector } from '../detection/create-detector.ts';
import type { DetectorCard, NetworkCard } from '../networks/card.ts';
import { CATALOGUE } from '../networks/catalogue.ts';

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

/** Fetches networks that are not here yet, and those whose file is damaged. Throws `NETWORK_*` and `OUTPUT_*`. @returns the names that were fetched */
export async function pullNetworks(names: readonly string[]): Promise<string[]> {
  const store = new NetworkStore();
  const fetched: string[] = [];
  for (const name of names) {
    const card = await store.card(name);
    if (await isHere(card, store)) continue;
    await store.pull(card);
    fetched.push(name);
  }
  return fetched;
}

/** Checks a network's file against its card and runs it once. Throws `NETWORK_*`. */
export async function verifyNetwork(name: string): Promise<ListedNetwork> {
  const store = new NetworkStore();
  const card = await store.card(name);
  const state = await store.state(card);
  if (state.kind === 'fetchable') {
    const message = `The network ${name} is not here yet. Run 'quen networks pull ${name}'.`;
    throw new QuenError('NETWORK_NOT_FOUND', message);
  }
  await runOnce(card, await loadNetwork(card, store));
  return listed(card, state);
}

/**
 * Adds a user's card, after its network has been loaded and run once. The file's SHA-256 and size are filled in where
 * the card leaves them out and has a file. Throws `NETWORK_*` and `OUTPUT_*`.
 * @param cardPath a JSON file @param file the network's file, when the card names none @returns the card as kept, and where
 */
export async function addNetwork(
  cardPath: string,
  file?: string,
): Promise<{ card: NetworkCard; path: string }> {
  const store = new NetworkStore();
  const card =
    file === undefined ? await readCard(cardPath) : await readCard(cardPath, await fileFacts(file));
  await runOnce(card, await loadNetwork(card, store));
  return { card, path: await store.add(card) };
}

function listed(card: NetworkCard, state: NetworkState): ListedNetwork {
  return { card, state, isOwn: !CATALOGUE.includes(card) };
}

async function isHere(card: NetworkCard, store: NetworkStore): Promise<boolean> {
  const { kind } = await store.state(card);
  if (kind !== 'present') return false;
  try {
    await store.load(card);
    return true;
  } catch (cause) {
    if (isQuenError(cause, 'NETWORK_CHECKSUM') && card.sources.some((source) => source.kind !== 'file'))
      return false;
    throw cause;
  }
}

async function fileFacts(file: string): Promise<Pick<NetworkCard, 'sources' | 'sha256' | 'bytes'>> {
  const path = resolve(file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new QuenError('NETWORK_NOT_FOUND', `The network's file ${file} cannot be read.`, { cause });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sources: [{ kind: 'file', path }], sha256, bytes: bytes.length };
}

/** Runs a network on black pixels and compares what it gives with its card. */
async function runOnce(card: NetworkCard, bytes: Uint8Array): Promise<void> {
  const session = await createSession(bytes, { threads: 1 });
  try {
    if (card.task === 'detector') await detectOnce(card, session);
    else await embedOnce(card, session);
  } finally {
    await session.release();
  }
}

async function detectOnce(card: DetectorCard, session: InferenceSession): Promise<void> {
  const { widthPx, heightPx } = card.input;
  const black = { widthPx, heightPx, pixels: new Uint8Array(widthPx * heightPx * 3) };
  const detector = createDetector(card, session);
  await detector.detect(black, detector.firstPass);
}

async function embedOnce(
  card: Exclude<NetworkCard, { task: 'detector' }>,
  session: InferenceSession,
): Promise<void> {
  const { widthPx, heightPx, layout } = card.input;
  const dims = layout === 'NCHW' ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3];
  const [inputName = ''] = session.inputNames;
  const outputs = await session.run({
    [inputName]: { data: new Float32Array(3 * widthPx * heightPx), dims },
  });
  const length = outputs[card.output.name]?.data.length;
  if (length === card.output.dimension) return;
  const given = Object.entries(outputs).map(([name, { data }]) => `${name} (${data.length})`);
  const message = `The card ${card.name} promises the output ${card.output.name} (${card.output.dimension}); the network gives ${given.join(', ')}.`;
  throw new QuenError('NETWORK_CARD_INVALID', message);
}
