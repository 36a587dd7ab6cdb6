import { type Matrix, row } from '../../numerics/matrix.ts';

/** The identity that scores best for a face. */
export interface BestName {
  readonly identity: number;
  readonly score: number;
}

/**
 * The best identity of each row of scores; of equal scores the first.
 * @param identityCount columns that are identities; those beyond are passed over
 * @param hidden an identity that each row may not be given, shape [P]
 */
export function bestNames(scores: Matrix, identityCount: number, hidden?: readonly number[]): BestName[] {
  return Array.from({ length: scores.rows }, (_, p) => {
    let best: BestName = { identity: 0, score: Number.NEGATIVE_INFINITY };
    const ofProbe = row(scores, p).subarray(0, identityCount);
    ofProbe.forEach((score, identity) => {
      if (score > best.score && identity !== hidden?.[p]) best = { identity, score };
    });
    return best;
  });
}
