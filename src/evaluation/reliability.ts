import { QuenError } from '../core/errors.ts';

/** One probability that was stated, and what came of it. */
export interface StatedProbability {
  /** In [0, 1]. */
  readonly probability: number;
  readonly isRight: boolean;
}

/** The statements of one bin of a reliability table. */
export interface ReliabilityBin {
  /** Least and greatest probability stated in it. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly meanProbability: number;
  /** Share that came true. */
  readonly shareRight: number;
}

/** How many bins there are unless said otherwise. */
export const RELIABILITY_BIN_COUNT = 15;

/**
 * Statements in order of their probability, cut into bins of equal number, to within one, each with what was stated and what
 * came true (reliability diagram; DeGroot and Fienberg 1983). Equal probabilities stay in one bin, so bins may be fewer. Throws
 * `EVALUATION_EMPTY` without statements.
 */
export function reliabilityTable(
  stated: readonly StatedProbability[],
  binCount = RELIABILITY_BIN_COUNT,
): ReliabilityBin[] {
  assertSome(stated);
  const sorted = [...stated].sort((a, b) => a.probability - b.probability);
  const bins: ReliabilityBin[] = [];
  for (let first = 0, bin = 1; first < sorted.length; bin++) {
    let end = Math.max(first, Math.round((bin * sorted.length) / binCount));
    while (end > first && sorted[end]?.probability === sorted[end - 1]?.probability) end++;
    if (end > first) bins.push(binOf(sorted.slice(first, end)));
    first = end;
  }
  return bins;
}

/**
 * Expected calibration error in bins of equal number: the mean, over statements, of how far the stated probability of their
 * bin is from what came true (Naeini, Cooper and Hauskrecht 2015; equal numbers: Nguyen and O'Connor 2015). In [0, 1].
 */
export function expectedCalibrationError(
  stated: readonly StatedProbability[],
  binCount = RELIABILITY_BIN_COUNT,
): number {
  const gaps = reliabilityTable(stated, binCount).map(
    ({ count, meanProbability, shareRight }) => count * Math.abs(meanProbability - shareRight),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / stated.length;
}

/** Mean squared difference of stated probability and outcome (Brier 1950), in [0, 1]. Throws `EVALUATION_EMPTY`. */
export function brierScore(stated: readonly StatedProbability[]): number {
  return meanOf(stated, ({ probability, isRight }) => (probability - Number(isRight)) ** 2);
}

/** Certainty that was wrong counts as odds of 1 to 10^15, not as infinite loss. */
const LEAST_PROBABILITY = 1e-15;

/** Mean of -ln of the probability stated for what came true, from 0. Throws `EVALUATION_EMPTY`. */
export function logLoss(stated: readonly StatedProbability[]): number {
  return meanOf(
    stated,
    ({ probability, isRight }) =>
      -Math.log(Math.max(LEAST_PROBABILITY, isRight ? probability : 1 - probability)),
  );
}

function binOf(members: readonly StatedProbability[]): ReliabilityBin {
  return {
    low: members[0]?.probability ?? Number.NaN,
    high: members.at(-1)?.probability ?? Number.NaN,
    count: members.length,
    meanProbability: meanOf(members, ({ probability }) => probability),
    shareRight: meanOf(members, ({ isRight }) => Number(isRight)),
  };
}

function meanOf(stated: readonly StatedProbability[], value: (of: StatedProbability) => number): number {
  assertSome(stated);
  return stated.reduce((sum, of) => sum + value(of), 0) / stated.length;
}

function assertSome(stated: readonly StatedProbability[]): void {
  if (stated.length > 0) return;
  throw new QuenError('EVALUATION_EMPTY', 'There is no stated probability to judge.');
}
