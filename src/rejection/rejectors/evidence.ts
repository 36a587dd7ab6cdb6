import { logSumExp } from '../../numerics/log-sum-exp.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { largest } from '../../numerics/vector.ts';
import type { HeadEvidence, ProbeEvidence } from './rejector.ts';

/** The evidence of probes from `first` up to, not with, `end`; the arrays are views. */
export function evidenceRange(probes: ProbeEvidence, first: number, end: number): ProbeEvidence {
  const { embeddings, head, proposed, products } = probes;
  return {
    embeddings: rowRange(embeddings, first, end),
    ...(head && { head: { kind: head.kind, values: rowRange(head.values, first, end) } }),
    ...(proposed && { proposed: proposed.subarray(first, end) }),
    ...(products && {
      products: new Map([...products].map(([operand, found]) => [operand, rowRange(found, first, end)])),
    }),
  };
}

/** The products of the probes with an operand, shape [P, operand.rows]. Throws `RangeError` where they are absent. */
export function productsWith({ products }: ProbeEvidence, operand: Matrix): Matrix {
  const found = products?.get(operand);
  if (found === undefined) throw new RangeError('The products with an operand were not computed.');
  return found;
}

/** Scores of identities for one probe. */
export interface IdentityScorer {
  /** Fills the scores of all, shape [identityCount]. */
  readonly allInto: (p: number, out: Float64Array) => void;
  /** The same score of one identity, where that takes less than all of them. */
  readonly ofOne?: (p: number, identity: number) => number;
}

/** One number for each probe from a score of every identity: that of the proposed one, or of the best. @returns shape [P] */
export function judgedScores(
  { embeddings, proposed }: ProbeEvidence,
  identityCount: number,
  { allInto, ofOne }: IdentityScorer,
): Float64Array {
  const scores = new Float64Array(identityCount);
  const judged = new Float64Array(embeddings.rows);
  for (let p = 0; p < judged.length; p++) {
    const identity = proposed?.[p];
    if (identity !== undefined && ofOne !== undefined) {
      judged[p] = ofOne(p, identity);
      continue;
    }
    allInto(p, scores);
    judged[p] = identity === undefined ? largest(scores) : (scores[identity] as number);
  }
  return judged;
}

/** Rows of each identity, ascending, shape [identityCount] of lists. */
export function rowsByIdentity(identityOf: Int32Array, identityCount: number): Int32Array[] {
  const rows = Array.from({ length: identityCount }, (): number[] => []);
  identityOf.forEach((identity, n) => {
    rows[identity]?.push(n);
  });
  return rows.map((list) => Int32Array.from(list));
}

/** The largest of some values. @param places in `values`; `-Infinity` for none */
export function largestAt(values: Float32Array, places: Int32Array | undefined): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const place of places ?? []) most = Math.max(most, values[place] as number);
  return most;
}

/** Natural logarithms of the probabilities of a head that gives logits or probabilities, for one probe, shape [C]. */
export function logProbabilities({ kind, values }: HeadEvidence, p: number): Float64Array {
  // Loops rather than maps: this runs for every probe and class.
  const scores = new Float64Array(row(values, p));
  const total = kind === 'probability' ? 0 : logSumExp(scores);
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c] as number;
    scores[c] = kind === 'probability' ? Math.log(Math.max(score, SMALLEST_PROBABILITY)) : score - total;
  }
  return scores;
}

/** Softmax in float32 rounds what is less than this to zero. */
const SMALLEST_PROBABILITY = 1e-45;
