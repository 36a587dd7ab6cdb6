import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';

/** Scores of a batch and what they should be, as values of a graph. */
export interface ScoredBatch {
  /** Shape [B, C]. */
  readonly scores: string;
  /** Places of the true classes, int64 of shape [B, 1]. */
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
 * the true class plus e / C for every class.
 */
export function addCrossEntropy(
  writer: GraphWriter,
  { scores, labels, rowWeights }: ScoredBatch,
  { labelSmoothing, classCount }: Smoothing,
): Loss {
  const own = 1 - labelSmoothing;
  const logs = writer.node('LogSoftmax', [scores], { axis: -1 });
  const likely = writer.node('Exp', [logs]);
  let wanted = writer.node('GatherElements', [logs, labels], { axis: 1 });
  let excess = likely;
  if (labelSmoothing > 0) {
    const mean = writer.node('ReduceMean', [logs], { axes: [1], keepdims: 1 });
    const spread = writer.node('Mul', [mean, writer.scalar(labelSmoothing)]);
    wanted = writer.node('Add', [writer.node('Mul', [wanted, writer.scalar(own)]), spread]);
    excess = writer.node('Sub', [likely, writer.scalar(labelSmoothing / classCount)]);
  }
  const gain = writer.node('ReduceSum', [writer.node('Mul', [wanted, rowWeights])], { keepdims: 0 });
  const slope = writer.node(
    'ScatterElements',
    [writer.node('Mul', [excess, rowWeights]), labels, writer.node('Mul', [rowWeights, writer.scalar(-own)])],
    { axis: 1, reduction: 'add' },
  );
  return { loss: writer.node('Neg', [gain]), slope };
}
