import { quantile } from '../numerics/statistics.ts';

/** Scores that differ by less than this are one score: float32 cosines are exact to about 1e-7. */
export const SCORE_STEP = 1e-6;

/** One calibration search: its best score, and its share of one person. */
export interface WeightedScore {
  readonly score: number;
  readonly weight: number;
}

/** All scores, highest first, each person's weights adding to 1 however many photos there are of them. */
export function weightedScores(people: readonly (readonly number[])[]): WeightedScore[] {
  return people
    .flatMap((scores) => scores.map((score) => ({ score, weight: 1 / scores.length })))
    .sort((a, b) => b.score - a.score);
}

/** Share of people, each by the share of their scores, at or above a threshold; in [0, 1]. */
export function shareAtOrAbove(people: readonly (readonly number[])[], threshold: number): number {
  const shares = people.map((scores) => scores.filter((score) => score >= threshold).length / scores.length);
  return shares.reduce((total, share) => total + share, 0) / people.length;
}

/**
 * Lowest threshold that lets at most `budget` people's worth of scores through: just above the first score that does
 * not fit the budget. Without any score that fails to fit, the lowest score itself.
 */
export function thresholdForBudget(scores: readonly WeightedScore[], budget: number): number {
  let spent = 0;
  for (const { score, weight } of scores) {
    spent += weight;
    // A person's weights add to 1 only up to rounding.
    if (spent > budget + 1e-9) return score + SCORE_STEP;
  }
  const lowest = scores.at(-1);
  return lowest?.score ?? 0;
}

/** What is taken for granted of the upper tail of strangers' scores before any of them is seen. */
export interface TailScale {
  /** Mean excess over the median, as one more person shows it. */
  readonly excess: number;
  /** No score is above it. */
  readonly highest: number;
}

/**
 * The tail of cosines. Strangers in a gallery of one person of LFW show an excess of 0.08 (MobileFaceNets), in larger galleries
 * less, down to 0.04 among 900 people.
 */
export const COSINE_TAIL: TailScale = { excess: 0.08, highest: 1 };

/**
 * Share of the way from the median of strangers to that of enrolled people. On LFW's cosines it is 0.08 among 900 people and 0.12
 * among ten: no less than {@link COSINE_TAIL} takes for granted.
 */
const EXCESS_SHARE = 0.2;

/**
 * The tail of scores of any scale, judged by how far enrolled people are from strangers.
 * @param nonMated scores, at least one @param mated scores; the excess is 0 without any
 */
export function tailOfScale(nonMated: readonly number[], mated: readonly number[]): TailScale {
  const gap = mated.length === 0 ? 0 : quantile(mated, 0.5) - quantile(nonMated, 0.5);
  return { excess: EXCESS_SHARE * Math.max(0, gap), highest: Number.POSITIVE_INFINITY };
}

/**
 * Score that a share `rate` of strangers would reach if the upper half of the calibration scores fell off
 * exponentially: median + mean excess over it x ln(0.5 / rate), never below the highest score seen. The true tail of cosines
 * falls faster, since a cosine ends at 1, so this errs towards `unknown`. The mean excess counts one more person, with the
 * excess of the scale, which is all there is to go by when a single person was seen.
 * @param scores as {@link weightedScores} gives them, at least one
 */
export function extrapolatedThreshold(
  scores: readonly WeightedScore[],
  rate: number,
  scale: TailScale = COSINE_TAIL,
): number {
  const upper = upperHalf(scores);
  const highest = upper[0]?.score ?? 0;
  const median = upper.at(-1)?.score ?? 0;
  let people = 1;
  let excess = scale.excess;
  for (const { score, weight } of upper) {
    people += weight;
    excess += weight * (score - median);
  }
  const tail = median + (excess / people) * Math.log(Math.max(1, 0.5 / rate));
  return Math.max(Math.min(tail, scale.highest), highest + SCORE_STEP);
}

function upperHalf(scores: readonly WeightedScore[]): WeightedScore[] {
  const half = scores.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let spent = 0;
  return scores.filter(({ weight }) => {
    const isUpper = spent < half;
    spent += weight;
    return isUpper;
  });
}
