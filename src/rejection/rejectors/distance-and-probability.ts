import { type Matrix, row } from '../../numerics/matrix.ts';
import { largest } from '../../numerics/vector.ts';
import { defineRejector } from './define-rejector.ts';
import { logProbabilities, productsWith } from './evidence.ts';
import type { HeadEvidence, Rejector } from './rejector.ts';

/** Where the rule of the AIVIVN method calls a face unknown: distance above and probability below. */
export interface DistanceAndProbabilityLimits {
  /** Squared Euclidean distance of unit embeddings, in [0, 4]. */
  readonly distance: number;
  /** In (0, 1). */
  readonly probability: number;
}

/** The limits that the method found best on its contest. */
export const METHOD_LIMITS: DistanceAndProbabilityLimits = { distance: 1.35, probability: 0.1 };

/**
 * The rule of the AIVIVN method as a score: unknown when the squared distance to the nearest template, of whomever, is
 * above 1.35 and the best probability of a head is below 0.1. The score is below 0 exactly where the rule says unknown:
 * the larger of the distance's margin over 1.35 and the probability's over what lies on its side of 0.1. Which identity
 * is proposed makes no difference.
 */
export function distanceAndProbabilityRejector(limits = METHOD_LIMITS): Rejector {
  return defineRejector({
    name: 'distance-and-probability',
    needs: { headScores: 'probability' },
    learn: ({ templates, identityCount }) => ({
      operands: [templates],
      score: ({ head, products, embeddings }) => {
        const cosines = productsWith({ embeddings, ...(products && { products }) }, templates);
        return Float64Array.from({ length: cosines.rows }, (_, p) =>
          distanceAndProbabilityScore(
            squaredDistance(cosines, p),
            bestProbability(head as HeadEvidence, p, identityCount),
            limits,
          ),
        );
      },
    }),
  });
}

/**
 * The rule's score from a distance and a probability, in [-2, 1]; accept at 0 and above.
 * @param distance squared Euclidean, in [0, 4]; fused over networks as the caller likes
 */
export function distanceAndProbabilityScore(
  distance: number,
  probability: number,
  limits = METHOD_LIMITS,
): number {
  const margin = probability - limits.probability;
  const side = margin < 0 ? limits.probability : 1 - limits.probability;
  return Math.max((limits.distance - distance) / limits.distance, margin / side);
}

function squaredDistance(cosines: Matrix, p: number): number {
  return 2 - 2 * Math.min(largest(row(cosines, p)), 1);
}

/** Of the enrolled: a column of strangers does not count. */
function bestProbability(head: HeadEvidence, p: number, identityCount: number): number {
  const isLogit = head.kind === 'logit';
  const values = isLogit ? logProbabilities(head, p) : row(head.values, p);
  const best = largest(values.subarray(0, identityCount));
  return isLogit ? Math.exp(best) : best;
}
