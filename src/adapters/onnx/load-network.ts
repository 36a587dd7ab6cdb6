import type { NetworkCard } from '../../networks/card.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import { prepareNetwork } from '../../networks/prepare.ts';
import type { NetworkStore } from '../network-store/network-store.ts';
import { testPreparedGraph } from './self-test.ts';

/**
 * A network's graphs as ONNX Runtime is to run them, in their order. Prepared, tested and kept on first use, then read.
 * Throws as the store and {@link prepareTested} do.
 */
export async function loadNetwork(card: NetworkCard, store: NetworkStore): Promise<Uint8Array[]> {
  const kept = await store.loadPrepared(card);
  if (kept !== undefined) return kept;
  const graphs = await prepareTested(card, await store.load(card));
  await store.keepPrepared(card, graphs);
  return graphs;
}

/**
 * Turns a network's files into graphs and proves that these give the numbers of the original.
 * Throws `NETWORK_UNRUNNABLE`, `NETWORK_FILE_INVALID`, `NETWORK_ARCHITECTURE_MISMATCH` and `NETWORK_SELF_TEST`.
 */
export async function prepareTested(card: NetworkCard, files: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const { plain, rewritten } = prepareNetwork(card, files);
  const graphs = rewritten.map(encodeModel);
  for (const [place, original] of plain.entries())
    await testPreparedGraph(card, original, graphs[place] ?? new Uint8Array());
  return graphs;
}
