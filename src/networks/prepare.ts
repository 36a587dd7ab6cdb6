import type { NetworkCard } from './card.ts';
import { importNetwork } from './import/import-network.ts';
import { decodeModel, type OnnxModel } from './onnx/model.ts';
import { dropNegligibleWeights } from './rewrite/drop-negligible-weights.ts';
import { foldBatchNorm } from './rewrite/fold-batch-norm.ts';
import { freeInputSize } from './rewrite/free-input-size.ts';
import { splitPRelu } from './rewrite/split-prelu.ts';

/** A bump has every network prepared anew: raise it when an importer or a rewrite gives other graphs. */
export const PREPARATION_VERSION = 2;

/** A network's graphs, in the order its detector or embedder runs them. */
export interface PreparedGraphs {
  /** As published, or as imported. */
  readonly plain: readonly OnnxModel[];
  /** The same numbers, as ONNX Runtime computes them fastest. */
  readonly rewritten: readonly OnnxModel[];
}

/**
 * A network's files as the graphs that are run: imported where they are not ONNX, freed of the size they were exported
 * with where the card says so, without the operations that are slow. Throws `NETWORK_UNRUNNABLE`,
 * `NETWORK_FILE_INVALID` and `NETWORK_ARCHITECTURE_MISMATCH`.
 * @param files in the card's order
 */
export function prepareNetwork(card: NetworkCard, files: readonly Uint8Array[]): PreparedGraphs {
  const plain = graphsOf(card, files);
  return { plain, rewritten: plain.map((model) => dropNegligibleWeights(splitPRelu(foldBatchNorm(model)))) };
}

/** What is imported has the sizes of its architecture. */
function graphsOf({ weights, input }: NetworkCard, files: readonly Uint8Array[]): OnnxModel[] {
  if (weights.format !== 'onnx') return importNetwork(weights, files);
  const models = files.map(decodeModel);
  return input.size === 'free' ? models.map((model) => freeInputSize(model, input.layout)) : models;
}
