import { fitLogisticRegression } from '../numerics/logistic-regression.ts';

/** ln of how many times likelier a score is for one person than for two: slope x score + intercept. */
export interface LikelihoodRatio {
  readonly slope: number;
  readonly intercept: number;
}

/** Scores with the weight of each, of the same length. */
export interface WeightedScores {
  readonly scores: readonly number[];
  /** From 0 to 1. */
  readonly weights: readonly number[];
}

/** With fewer scores of either kind, by weight, a slope is a guess. */
const SCORES_NEEDED = 20;

/** Only keeps a score that never changes from having a slope. */
const PENALTY = 1e-9;

/**
 * Logistic regression of what is the same person on the score, both kinds weighing the same in all, so that its logit is
 * the likelihood ratio alone and holds no prior. Its targets are Platt's (1999), as after one more score of each kind.
 * @param fallback returned where there are fewer than 20 scores of a kind, or where the same person does not score higher
 */
export function fitLikelihoodRatio(
  same: WeightedScores,
  different: WeightedScores,
  fallback: LikelihoodRatio,
): LikelihoodRatio {
  const sameCount = total(same.weights);
  const differentCount = total(different.weights);
  const count = Math.min(sameCount, differentCount);
  if (count < SCORES_NEEDED) return fallback;
  const parts = [
    ...targeted(same, (sameCount + 1) / (sameCount + 2), count / sameCount),
    ...targeted(different, 1 / (differentCount + 2), count / differentCount),
  ];
  const { weights, bias } = fitLogisticRegression(
    {
      features: Float64Array.from(parts, ({ score }) => score),
      labels: Uint8Array.from(parts, ({ label }) => label),
      weights: Float64Array.from(parts, ({ weight }) => weight),
    },
    PENALTY,
  );
  const slope = weights[0] as number;
  return slope > 0 ? { slope, intercept: bias } : fallback;
}

/** ln of the likelihood ratio at a score. */
export function logRatio({ slope, intercept }: LikelihoodRatio, score: number): number {
  return slope * score + intercept;
}

interface Sample {
  readonly score: number;
  readonly label: number;
  readonly weight: number;
}

/** A score whose target is t counts as t of one that is 1 and 1 - t of one that is 0. */
function targeted({ scores, weights }: WeightedScores, target: number, scale: number): Sample[] {
  return scores.flatMap((score, i) => {
    const weight = scale * (weights[i] as number);
    if (weight === 0) return [];
    return [
      { score, label: 1, weight: weight * target },
      { score, label: 0, weight: weight * (1 - target) },
    ];
  });
}

function total(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
