import { QuenError } from '../core/errors.ts';
import { mean, standardDeviation } from '../numerics/statistics.ts';

/** One comparison of two photos. */
export interface ScoredPair {
  readonly isSame: boolean;
  /** Absent when either photo has no face: the pair is then said to be different at every threshold. */
  readonly score?: number;
}

/** Accuracy of one fold at the threshold that was best on the others. */
export interface FoldAccuracy {
  readonly threshold: number;
  readonly accuracy: number;
}

/** Accuracy over folds. */
export interface VerificationAccuracy {
  readonly mean: number;
  /** Standard deviation over folds / square root of their number. */
  readonly standardError: number;
  readonly folds: readonly FoldAccuracy[];
}

/**
 * Verification accuracy as LFW's report asks (Huang et al. 2007, view 2): for every fold, the threshold that is most
 * accurate on the other folds, applied to that fold. Throws `EVALUATION_EMPTY` for fewer than two folds or an empty one.
 */
export function verificationAccuracy(folds: readonly (readonly ScoredPair[])[]): VerificationAccuracy {
  if (folds.length < 2 || folds.some((pairs) => pairs.length === 0))
    throw new QuenError(
      'EVALUATION_EMPTY',
      'Verification accuracy needs at least two folds with pairs in each.',
    );
  const results = folds.map((pairs, left) => {
    const threshold = mostAccurateThreshold(folds.filter((_, i) => i !== left).flat());
    return { threshold, accuracy: accuracyAt(pairs, threshold) };
  });
  const accuracies = results.map(({ accuracy }) => accuracy);
  return {
    mean: mean(accuracies),
    standardError: standardDeviation(accuracies) / Math.sqrt(accuracies.length),
    folds: results,
  };
}

/** Share of pairs judged rightly when a score at or above the threshold says `same`. */
export function accuracyAt(pairs: readonly ScoredPair[], threshold: number): number {
  return pairs.filter((pair) => scoreOf(pair) >= threshold === pair.isSame).length / pairs.length;
}

/** True-accept rate at a false-accept rate. */
export interface TarAtFar {
  readonly far: number;
  readonly threshold: number;
  readonly tar: number;
  /** Whether there are at least 3 / far different pairs. */
  readonly isMeasurable: boolean;
}

/** Share of same pairs accepted at the lowest threshold whose false-accept rate is at most `far`, in [0, 1]. */
export function tarAtFar(pairs: readonly ScoredPair[], far: number): TarAtFar {
  const { same, different } = scoresByTruth(pairs);
  different.reverse();
  // 0.1 x 30 and the like must not fall short of a whole number.
  const refused = different[Math.floor(far * different.length + 1e-9)];
  const threshold = refused === undefined ? Number.NEGATIVE_INFINITY : refused + 1e-9;
  return {
    far,
    threshold,
    tar: same.filter((score) => score >= threshold && score > Number.NEGATIVE_INFINITY).length / same.length,
    isMeasurable: different.length * far >= 3 - 1e-9,
  };
}

/** The error rate where as many same pairs are refused as different pairs accepted. */
export interface EqualErrorRate {
  readonly rate: number;
  readonly threshold: number;
}

/**
 * Equal error rate: the mean of false-accept and false-reject rate at the observed score where they lie closest, the
 * lowest such score where there are several.
 */
export function equalErrorRate(pairs: readonly ScoredPair[]): EqualErrorRate {
  const { same, different } = scoresByTruth(pairs);
  let best = { gap: Number.POSITIVE_INFINITY, rate: 1, threshold: 0 };
  let refused = 0;
  let left = 0;
  for (const threshold of distinctScores(pairs)) {
    while ((same[refused] ?? threshold) < threshold) refused++;
    while ((different[left] ?? threshold) < threshold) left++;
    const falseReject = refused / same.length;
    const falseAccept = 1 - left / different.length;
    const gap = Math.abs(falseReject - falseAccept);
    if (gap < best.gap) best = { gap, rate: (falseReject + falseAccept) / 2, threshold };
  }
  return { rate: best.rate, threshold: best.threshold };
}

/** The middle between two neighbouring scores with the most pairs on their right side; the lowest such middle. */
function mostAccurateThreshold(pairs: readonly ScoredPair[]): number {
  const sorted = [...pairs].sort((a, b) => scoreOf(a) - scoreOf(b));
  let right = sorted.filter((pair) => pair.isSame).length;
  let best = { right, threshold: scoreOf(sorted[0] ?? { isSame: false }) };
  sorted.forEach((pair, i) => {
    right += pair.isSame ? -1 : 1;
    const here = scoreOf(pair);
    const next = scoreOf(sorted[i + 1] ?? { isSame: false, score: here + 1 });
    if (next > here && right > best.right) best = { right, threshold: between(here, next) };
  });
  return best.threshold;
}

function between(low: number, high: number): number {
  return low === Number.NEGATIVE_INFINITY ? high : (low + high) / 2;
}

function scoresByTruth(pairs: readonly ScoredPair[]): { same: Float64Array; different: Float64Array } {
  const scoresOf = (isSame: boolean) =>
    Float64Array.from(pairs.filter((pair) => pair.isSame === isSame).map(scoreOf)).sort();
  const same = scoresOf(true);
  const different = scoresOf(false);
  if (same.length > 0 && different.length > 0) return { same, different };
  throw new QuenError('EVALUATION_EMPTY', 'Verification needs pairs of one person and pairs of two people.');
}

function distinctScores(pairs: readonly ScoredPair[]): number[] {
  return [...new Set(pairs.flatMap(({ score }) => score ?? []))].sort((a, b) => a - b);
}

function scoreOf(pair: ScoredPair): number {
  return pair.score ?? Number.NEGATIVE_INFINITY;
}
