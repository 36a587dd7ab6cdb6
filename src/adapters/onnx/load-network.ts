import type { NetworkCard } from '../../networks/card.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import { prepareNetwork } from '../../networks/prepare.ts';
import type { NetworkStore } from '../network-store/network-store.ts';
import { testPreparedGraph } from './self-test.ts';

/**
 * A network's graphs as ONNX Runtime is to run them, in their order. Prepared, tested and kept on first use, then read.
 * Throws as the store and {@link prepareAndKeep} do.
 */
export async function loadNetwork(card: NetworkCard, store: NetworkStore): Promise<Uint8Array[]> {
  return (await store.loadPrepared(card)) ?? (await prepareAndKeep(card, await store.load(card), store));
}

/**
 * Turns a network's files into graphs, proves that they give the numbers of the original, and keeps them.
 * Throws `NETWORK_UNRUNNABLE`, `NETWORK_FILE_INVALID`, `NETWORK_ARCHITECTURE_MISMATCH`, `NETWORK_SELF_TEST` and
 * `OUTPUT_*`; nothing is written then.
 */
export async function prepareAndKeep(
  card: NetworkCard,
  files: readonly Uint8Array[],
  store: NetworkStore,
): Promise<Uint8Array[]> {
  const { plain, rewritten } = prepareNetwork(card, files);
  const graphs = rewritten.map(encodeModel);
  for (const [place, original] of plain.entries())
    await testPreparedGraph(card, original, graphs[place] ?? new Uint8Array());
  await store.keepPrepared(card, graphs);
  return graphs;
}
