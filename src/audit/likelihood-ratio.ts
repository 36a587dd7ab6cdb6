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

/** With fewer scores of either kind, by weight, a spread is a guess. */
const SCORES_NEEDED = 10;

/** From this many on the scores themselves show where the kinds part, whatever their shape. */
const SCORES_FOR_REGRESSION = 1000;

/** Scores that hardly differ would prove anything. */
const LEAST_DEVIATION = 0.03;

/** Only keeps a score that never changes from having a slope. */
const PENALTY = 1e-9;

/**
 * The ratio as a line, both kinds weighing the same in all, so that it holds no prior. From few scores it is that of two
 * normal densities of one spread (Fisher's linear discriminant); from many a logistic regression, which assumes less but
 * claims no more than there are scores, and so would leave small sets without a verdict however plain the case (Efron 1975
 * compares both).
 * @param fallback returned where there are fewer than 10 scores of a kind, or where the same person does not score higher
 */
export function fitLikelihoodRatio(
  same: WeightedScores,
  different: WeightedScores,
  fallback: LikelihoodRatio,
): LikelihoodRatio {
  const one = momentsOf(same);
  const two = momentsOf(different);
  const count = Math.min(one.count, two.count);
  if (count < SCORES_NEEDED || one.mean <= two.mean) return fallback;
  if (count < SCORES_FOR_REGRESSION) return discriminant(one, two);
  const ratio = regression(targeted(same, one.count, count), targeted(different, two.count, count, true));
  return ratio.slope > 0 ? ratio : fallback;
}

/** ln of the likelihood ratio at a score. */
export function logRatio({ slope, intercept }: LikelihoodRatio, score: number): number {
  return slope * score + intercept;
}

function discriminant(one: Moments, two: Moments): LikelihoodRatio {
  const variance = Math.max((one.variance + two.variance) / 2, LEAST_DEVIATION ** 2);
  const slope = (one.mean - two.mean) / variance;
  return { slope, intercept: (-slope * (one.mean + two.mean)) / 2 };
}

function regression(same: readonly Sample[], different: readonly Sample[]): LikelihoodRatio {
  const samples = [...same, ...different];
  const { weights, bias } = fitLogisticRegression(
    {
      features: Float64Array.from(samples, ({ score }) => score),
      labels: Uint8Array.from(samples, ({ label }) => label),
      weights: Float64Array.from(samples, ({ weight }) => weight),
    },
    PENALTY,
  );
  return { slope: weights[0] as number, intercept: bias };
}

interface Sample {
  readonly score: number;
  readonly label: number;
  readonly weight: number;
}

/**
 * Scores with Platt's (1999) targets, as after one more of the kind: one whose target is t counts as t of a score that is 1
 * and 1 - t of one that is 0.
 * @param total weight of all of the kind @param wanted weight they are to have in all
 */
function targeted(
  { scores, weights }: WeightedScores,
  total: number,
  wanted: number,
  isDifferent = false,
): Sample[] {
  const target = isDifferent ? 1 / (total + 2) : (total + 1) / (total + 2);
  return scores.flatMap((score, i) => {
    const weight = ((weights[i] as number) * wanted) / total;
    if (weight === 0) return [];
    return [
      { score, label: 1, weight: weight * target },
      { score, label: 0, weight: weight * (1 - target) },
    ];
  });
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
}

function momentsOf({ scores, weights }: WeightedScores): Moments {
  const count = weights.reduce((sum, weight) => sum + weight, 0);
  if (count === 0) return { count, mean: 0, variance: 0 };
  const weighted = (value: (score: number) => number): number =>
    scores.reduce((sum, score, i) => sum + (weights[i] as number) * value(score), 0) / count;
  const mean = weighted((score) => score);
  return { count, mean, variance: weighted((score) => (score - mean) ** 2) };
}
