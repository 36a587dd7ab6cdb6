import type { Matrix } from '../numerics/matrix.ts';
import type { ScoreMatrix } from './score-matrix.ts';

/** The stretch of a fused embedding that one network gave. */
export interface FusedPart {
  /** Length of the network's embedding. */
  readonly dimension: number;
  /** Share of the network's cosine in the fused one, from 0; the weights of all parts sum to one. */
  readonly weight: number;
}

/** The weights that probes of a gallery are fused with; undefined where all networks weigh the same. */
export function fusionWeights({
  parts,
}: {
  readonly parts?: readonly FusedPart[] | undefined;
}): readonly number[] | undefined {
  return parts?.map(({ weight }) => weight);
}

// A face that a network failed on has zeros in its part, and its other parts fill the unit length. With parts u_k and v_k of
// unit length, weights w_k, and W(S) the sum of the weights of the networks S, a face that only S gave is
// sqrt(w_k / W(S)) u_k. Its inner product with a face of the networks T is sum over S and T of w_k cos_k, divided by
// sqrt(W(S) W(T)). The mean of the cosines that can be told, sum w_k cos_k / W(S and T), is that inner product divided by
// the lengths of what both sides have in the parts of S and T: sqrt(W(S and T) / W(S)) and sqrt(W(S and T) / W(T)).
// So it is the cosine over the parts that both have. For identity means, whose parts have other lengths, it is the score
// that they would reach if there were only these networks.

/**
 * Scores of fused embeddings, some of them without the parts of networks that failed: each pair is compared by the networks
 * that both have, so that a score is neither lower nor higher for what is missing. Pairs that share no network score -1: nothing
 * speaks for them. Pairs of whole embeddings keep the score of `base`.
 * @param base inner products @param parts in the order of the networks
 */
export function sharedPartScores(base: ScoreMatrix, parts: readonly FusedPart[]): ScoreMatrix {
  return (probes, templates) =>
    compareSharedParts({ scores: base(probes, templates), probes, templates }, parts);
}

/** Inner products, and what they are of. */
export interface InnerProductsOf {
  /** Shape [P, N]. */
  readonly scores: Matrix;
  /** Shape [P, D]. */
  readonly probes: Matrix;
  /** Shape [N, D]. */
  readonly templates: Matrix;
}

/** Inner products as {@link sharedPartScores} gives them. @returns shape [P, N]; the same matrix where nothing is missing */
export function compareSharedParts(
  { scores, probes, templates }: InnerProductsOf,
  parts: readonly FusedPart[],
): Matrix {
  const ofProbes = partLengths(probes, parts);
  const ofTemplates = partLengths(templates, parts);
  if (ofProbes.gaps.size === 0 && ofTemplates.gaps.size === 0) return scores;
  const data = scores.data.slice();
  for (let p = 0; p < scores.rows; p++)
    for (const n of ofProbes.gaps.has(p) ? templateRows(templates) : ofTemplates.gaps) {
      const at = p * scores.cols + n;
      const length = sharedLength(ofProbes, p, { other: ofTemplates, row: n });
      data[at] = length > 0 ? (data[at] as number) / length : -1;
    }
  return { ...scores, data };
}

/** Whether an embedding has all parts with a weight. @param embedding shape [D] */
export function isWhole(embedding: Float32Array, parts: readonly FusedPart[]): boolean {
  return partLengths({ data: embedding, rows: 1, cols: embedding.length }, parts).gaps.size === 0;
}

/** Squared lengths of the parts of embeddings. */
export interface PartLengths {
  /** Shape [N, K]. */
  readonly squared: Float64Array;
  readonly partCount: number;
  /** Rows without a part that has a weight. */
  readonly gaps: ReadonlySet<number>;
}

/** Squared lengths of the parts of each row. @param rows shape [N, D]; rows of zeros have no gaps: they are nobody's */
export function partLengths(rows: Matrix, parts: readonly FusedPart[]): PartLengths {
  const squared = new Float64Array(rows.rows * parts.length);
  const gaps = new Set<number>();
  for (let n = 0; n < rows.rows; n++) {
    let at = n * rows.cols;
    let missing = 0;
    parts.forEach(({ dimension, weight }, k) => {
      let sum = 0;
      for (const end = at + dimension; at < end; at++) sum += (rows.data[at] as number) ** 2;
      squared[n * parts.length + k] = sum;
      if (weight > 0 && sum === 0) missing += 1;
    });
    const weighted = parts.filter(({ weight }) => weight > 0).length;
    if (missing > 0 && missing < weighted) gaps.add(n);
  }
  return { squared, partCount: parts.length, gaps };
}

/** Product of the lengths of two rows over the parts that both have. */
function sharedLength(
  mine: PartLengths,
  row: number,
  { other, row: otherRow }: { readonly other: PartLengths; readonly row: number },
): number {
  let ofMine = 0;
  let ofOther = 0;
  for (let k = 0; k < mine.partCount; k++) {
    const a = mine.squared[row * mine.partCount + k] as number;
    const b = other.squared[otherRow * mine.partCount + k] as number;
    if (a === 0 || b === 0) continue;
    ofMine += a;
    ofOther += b;
  }
  return Math.sqrt(ofMine * ofOther);
}

function templateRows({ rows }: Matrix): Iterable<number> {
  return Array.from({ length: rows }, (_, n) => n);
}
