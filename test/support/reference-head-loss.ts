import type { HeadArchitecture, Margin } from '../../src/heads/training/architecture.ts';
import type { Matrix } from '../../src/numerics/matrix.ts';

/** Weights by name, of either precision. */
export type Weights = Readonly<Record<string, Float32Array | Float64Array>>;

/** A batch for the reference. */
export interface Example {
  readonly embeddings: Matrix;
  readonly labels: readonly number[];
  /** Places of the batch's rows. */
  readonly rows: readonly number[];
  /** Of each row of the batch. */
  readonly rowWeights: Float32Array;
  /** Factors of hidden units, a row for each row of the batch. */
  readonly mask: Float32Array;
  readonly labelSmoothing: number;
}

/** The loss of a batch in double precision, written as the definitions read, one number at a time. */
export function referenceLoss(architecture: HeadArchitecture, example: Example, weights: Weights): number {
  const { embeddings, labels, rows, rowWeights, labelSmoothing } = example;
  const { classCount } = architecture;
  let total = 0;
  for (const [place, row] of rows.entries()) {
    const x = Array.from(embeddings.data.subarray(row * embeddings.cols, (row + 1) * embeddings.cols));
    const label = labels[row];
    const scores = scoresOf(architecture, weights, x, { label, mask: maskRow(architecture, example, place) });
    const logSum = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
    for (const [c, score] of scores.entries()) {
      const spread = label < 0 ? 1 : labelSmoothing;
      const target = (c === label ? 1 - spread : 0) + spread / classCount;
      total += rowWeights[place] * target * (logSum - score);
    }
  }
  return total;
}

function maskRow(architecture: HeadArchitecture, { mask }: Example, place: number): number[] {
  if (architecture.kind !== 'mlp') return [];
  return Array.from(mask.subarray(place * architecture.hiddenCount, (place + 1) * architecture.hiddenCount));
}

function scoresOf(
  architecture: HeadArchitecture,
  weights: Weights,
  x: readonly number[],
  { label, mask }: { readonly label: number; readonly mask: readonly number[] },
): number[] {
  switch (architecture.kind) {
    case 'mlp': {
      const hidden = dense(x, weights.hidden_weight, weights.hidden_bias);
      const units = hidden.map((value, h) => Math.max(0, value) * mask[h]);
      return dense(units, weights.output_weight, weights.output_bias);
    }
    case 'linear':
      return dense(x, weights.weight, weights.bias);
    case 'cosine':
      return cosines(x, weights.weight, architecture.classCount).map(
        (cosine, c) => architecture.scale * (c === label ? hardened(cosine, architecture.margin) : cosine),
      );
  }
}

function dense(x: readonly number[], weight: Weights[string], bias: Weights[string]): number[] {
  return Array.from(bias, (start, c) =>
    x.reduce((sum, value, d) => sum + value * weight[d * bias.length + c], start),
  );
}

function cosines(x: readonly number[], weight: Weights[string], classCount: number): number[] {
  return Array.from({ length: classCount }, (_, c) => {
    const direction = x.map((_, d) => weight[d * classCount + c]);
    const product = x.reduce((sum, value, d) => sum + value * direction[d], 0);
    return product / Math.hypot(...x) / Math.hypot(...direction);
  });
}

function hardened(cosine: number, { kind, size }: Margin): number {
  if (kind === 'additive-cosine') return cosine - size;
  const angle = Math.acos(cosine);
  return angle + size < Math.PI ? Math.cos(angle + size) : cosine - size * Math.sin(size);
}
