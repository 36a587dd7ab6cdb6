import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { NOBODY } from './labelled-embeddings.ts';

/** Scores of a batch and what they should be, as values of a graph. */
export interface ScoredBatch {
  /** Shape [B, C]. */
  readonly scores: string;
  /** Places of the true classes, or `NOBODY`; int64 of shape [B, 1]. */
  readonly labels: string;
  /** Share of each row in the loss, shape [B, 1]. */
  readonly rowWeights: string;
}

/** A loss and its derivative, as values of a graph. */
export interface Loss {
  /** A scalar. */
  readonly loss: string;
  /** Derivative of the loss by the scores, shape [B, C]. */
  readonly slope: string;
}

/** How the targets are smoothed, and over how many classes. */
export interface Smoothing {
  readonly labelSmoothing: number;
  readonly classCount: number;
}

/**
 * Adds softmax cross-entropy: the sum over rows of weight x -(target . log softmax(scores)), where a target is 1 - e for
 * the true class plus e / C for every class; for a row of nobody it is 1 / C for every class. ONNX reads the label -1 as
 * the last class, whose own share is then 0.
 */
export function addCrossEntropy(
  writer: GraphWriter,
  { scores, labels, rowWeights }: ScoredBatch,
  { labelSmoothing, classCount }: Smoothing,
): Loss {
  const own = addOwnShare(writer, labels, 1 - labelSmoothing);
  const spread = writer.node('Sub', [writer.scalar(1), own]);
  const logs = writer.node('LogSoftmax', [scores], { axis: -1 });
  const likely = writer.node('Exp', [logs]);
  const mean = writer.node('ReduceMean', [logs], { axes: [1], keepdims: 1 });
  const wanted = writer.node('Add', [
    writer.node('Mul', [writer.node('GatherElements', [logs, labels], { axis: 1 }), own]),
    writer.node('Mul', [mean, spread]),
  ]);
  const gain = writer.node('ReduceSum', [writer.node('Mul', [wanted, rowWeights])], { keepdims: 0 });
  const everyShare = writer.node('Mul', [spread, writer.scalar(1 / classCount)]);
  const excess = writer.node('Mul', [writer.node('Sub', [likely, everyShare]), rowWeights]);
  const ownSlope = writer.node('Neg', [writer.node('Mul', [own, rowWeights])]);
  const slope = writer.node('ScatterElements', [excess, labels, ownSlope], { axis: 1, reduction: 'add' });
  return { loss: writer.node('Neg', [gain]), slope };
}

/** Whether each row has a class, bool of shape [B, 1]. */
export function addHasClass(writer: GraphWriter, labels: string): string {
  return writer.node('Greater', [labels, writer.integers([NOBODY])]);
}

/** What a row's target gives its own class alone: a share, or 0 where it has none; shape [B, 1]. */
function addOwnShare(writer: GraphWriter, labels: string, share: number): string {
  return writer.node('Where', [addHasClass(writer, labels), writer.scalar(share), writer.scalar(0)]);
}
