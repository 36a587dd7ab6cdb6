import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';

/** A batch as values of a graph. */
export interface Batch {
  /** Embeddings, shape [B, D]. */
  readonly rows: string;
  /** Places of the true classes, or `NOBODY`; int64 of shape [B, 1]. */
  readonly labels: string;
  /** Share of each row in the loss, shape [B, 1]. */
  readonly rowWeights: string;
  /** Factors of the hidden units, shape [B, H], where the architecture has dropout. */
  readonly mask?: string;
}

/** Where to add a step. */
export interface StepSite {
  readonly writer: GraphWriter;
  readonly batch: Batch;
  readonly labelSmoothing: number;
}

/** The loss of a batch and its derivative by each parameter, by the parameter's name. */
export interface StepNodes {
  readonly loss: string;
  readonly gradients: ReadonlyMap<string, string>;
}
