import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';

/** A batch as values of a graph. */
export interface Batch {
  /** Embeddings, shape [B, D]. */
  readonly rows: string;
  /** Places of the true classes, int64 of shape [B, 1]. */
  readonly labels: string;
  /** Share of each row in the loss, shape [B, 1]. */
  readonly rowWeights: string;
  /** Factors of the hidden units, shape [B, H], where the architecture has dropout. */
  readonly mask?: string;
}

/** The name that a slice of a parameter bears in the graph; slice 0 is the whole of one that is not sliced. */
export type SliceName = (parameter: string, slice: number) => string;

/** Where to add a step. */
export interface StepSite {
  readonly writer: GraphWriter;
  readonly batch: Batch;
  readonly sliceName: SliceName;
  readonly labelSmoothing: number;
}

/** The loss of a batch and its derivative by each slice of each parameter, by the slice's name. */
export interface StepNodes {
  readonly loss: string;
  readonly gradients: ReadonlyMap<string, string>;
}
