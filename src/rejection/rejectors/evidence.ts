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

/**
 * One number for each probe from a score of every identity: that of the proposed one, or of the best.
 * @param scoresInto fills the scores of one probe, shape [identityCount] @returns shape [P]
 */
export function judgedScores(
  { embeddings, proposed }: ProbeEvidence,
  identityCount: number,
  scoresInto: (p: number, out: Float64Array) => void,
): Float64Array {
  const scores = new Float64Array(identityCount);
  const judged = new Float64Array(embeddings.rows);
  for (let p = 0; p < judged.length; p++) {
    scoresInto(p, scores);
    const identity = proposed?.[p];
    judged[p] = identity === undefined ? largest(scores) : (scores[identity] as number);
  }
  return judged;
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
