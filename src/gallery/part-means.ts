import type { Matrix } from '../numerics/matrix.ts';
import { type FusedPart, type PartLengths, partLengths } from './shared-parts.ts';

/** Templates by identity, with the parts of their networks. */
export interface PartedTemplates {
  /** Shape [N, D]. */
  readonly templates: Matrix;
  /** Shape [N]. */
  readonly identityOf: Int32Array;
  readonly parts: readonly FusedPart[];
}

/**
 * Writes the means of identities with a photo that a network failed on over means that took its zeros for values. Every part
 * is the mean of the photos that have it, at its own weight; the whole is scaled to unit length. Other rows stay as they are.
 * @param means shape [C, D]
 */
export function partMeansInto({ templates, identityOf, parts }: PartedTemplates, means: Matrix): void {
  const lengths = partLengths(templates, parts);
  for (const identity of new Set([...lengths.gaps].map((n) => identityOf[n] ?? 0))) {
    const rows = [...identityOf.keys()].filter((n) => identityOf[n] === identity);
    const start = identity * means.cols;
    means.data.set(meanOf(rows, { templates, parts, lengths }), start);
  }
}

interface Parted {
  readonly templates: Matrix;
  readonly parts: readonly FusedPart[];
  readonly lengths: PartLengths;
}

function meanOf(rows: readonly number[], { templates, parts, lengths }: Parted): Float64Array {
  const { data, cols } = templates;
  const mean = new Float64Array(cols);
  let at = 0;
  parts.forEach(({ dimension, weight }, k) => {
    const having = rows.filter((n) => squared(lengths, n, k) > 0);
    for (const n of having) {
      // The part as it is in a whole embedding, of length sqrt(weight).
      const scale = Math.sqrt(weight / squared(lengths, n, k)) / having.length;
      for (let i = at; i < at + dimension; i++)
        mean[i] = (mean[i] as number) + scale * (data[n * cols + i] as number);
    }
    at += dimension;
  });
  const length = Math.hypot(...mean);
  return length > 0 ? mean.map((value) => value / length) : mean;
}

function squared({ squared: all, partCount }: PartLengths, row: number, part: number): number {
  return all[row * partCount + part] as number;
}
