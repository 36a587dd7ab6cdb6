import type { CollectionDecision } from '../../collections/face-search.ts';

/**
 * A score in percent: the calibrated probability that an answer with this score is right, where the collection has learnt one; else the cosine.
 * @param score in [-1, 1] @returns in [0, 100]
 */
export function similarityOf({ probabilityOf }: CollectionDecision, score: number): number {
  return probabilityOf === undefined ? ofCosine(score) : clipped(probabilityOf(score));
}

/** A cosine in percent; faces less alike than at right angles have 0. */
export function ofCosine(cosine: number): number {
  return clipped(cosine);
}

function clipped(share: number): number {
  return 100 * Math.min(1, Math.max(0, share));
}
