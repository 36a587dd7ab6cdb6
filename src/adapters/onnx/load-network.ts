import type { NetworkCard } from '../../networks/card.ts';
import { decodeModel, encodeModel } from '../../networks/onnx/model.ts';
import { freeInputSize } from '../../networks/rewrite/free-input-size.ts';
import { splitPRelu } from '../../networks/rewrite/split-prelu.ts';
import type { NetworkStore } from '../network-store/network-store.ts';

/**
 * The bytes of a network as ONNX Runtime is to run it: checked against the card, freed of the size it was exported with
 * where the card says so, and without the operations that are slow there. Throws as the store does, and
 * `NETWORK_UNRUNNABLE`.
 */
export async function loadNetwork(card: NetworkCard, store: NetworkStore): Promise<Uint8Array> {
  const model = decodeModel(await store.load(card));
  const sized = card.input.size === 'free' ? freeInputSize(model, card.input.layout) : model;
  return encodeModel(splitPRelu(sized));
}
