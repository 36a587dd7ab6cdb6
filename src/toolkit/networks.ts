import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type NetworkState, NetworkStore, readCard } from '../adapters/network-store/network-store.ts';
import { loadNetwork } from '../adapters/onnx/load-network.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { QuenError } from '../core/errors.ts';
import type { NetworkCard } from '../networks/card.ts';

/** A network's card and whether its file is here. */
export interface ListedNetwork {
  readonly card: NetworkCard;
  readonly state: NetworkState;
}

/** All networks there are cards for. Throws `NETWORK_CARD_INVALID`. */
export async function listNetworks(): Promise<ListedNetwork[]> {
  const store = new NetworkStore();
  const cards = await store.cards();
  return await Promise.all(cards.map(async (card) => ({ card, state: await store.state(card) })));
}

/** Fetches networks that are not here yet. Throws `NETWORK_*` and `OUTPUT_*`. @returns the names that were fetched */
export async function pullNetworks(names: readonly string[]): Promise<string[]> {
  const store = new NetworkStore();
  const fetched: string[] = [];
  for (const name of names) {
    const card = await store.card(name);
    const { kind } = await store.state(card);
    await store.load(card);
    if (kind !== 'present') fetched.push(name);
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
  return { card, state };
}

/**
 * Adds a user's card, after its network has been loaded and run once. The file's SHA-256 and size are filled in where
 * the card leaves them out and has a file. Throws `NETWORK_*` and `OUTPUT_*`.
 * @param cardPath a JSON file @param file the network's file, when the card names none @returns the card as kept
 */
export async function addNetwork(cardPath: string, file?: string): Promise<NetworkCard> {
  const store = new NetworkStore();
  const card =
    file === undefined ? await readCard(cardPath) : await readCard(cardPath, await fileFacts(file));
  await runOnce(card, await loadNetwork(card, store));
  await store.add(card);
  return card;
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
    const { widthPx, heightPx, layout } = card.input;
    const dims = layout === 'NCHW' ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3];
    const [inputName = ''] = session.inputNames;
    const outputs = await session.run({
      [inputName]: { data: new Float32Array(3 * widthPx * heightPx), dims },
    });
    if (card.task === 'detector') return;
    const length = outputs[card.output.name]?.data.length;
    if (length === card.output.dimension) return;
    const given = Object.entries(outputs).map(([name, { data }]) => `${name} (${data.length})`);
    const message = `The card ${card.name} promises the output ${card.output.name} (${card.output.dimension}); the network gives ${given.join(', ')}.`;
    throw new QuenError('NETWORK_CARD_INVALID', message);
  } finally {
    await session.release();
  }
}
