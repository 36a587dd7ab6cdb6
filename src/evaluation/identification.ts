import { bestScore, matedSearches, nonMatedSearches, type SearchRecord } from './search-record.ts';

/** Where a mated search must find its mate to count: within a rank, at or above a threshold. */
export interface HitCriterion {
  /** 1-based. */
  readonly rank: number;
  readonly threshold: number;
}

/** False-positive identification rate: the share of non-mated searches whose best score is at or above a threshold. */
export function fpir(searches: readonly SearchRecord[], threshold: number): number {
  return share(nonMatedSearches(searches), (search) => bestScore(search) >= threshold && hasFace(search));
}

/** Detection and identification rate: the share of mated searches that find their mate. */
export function dir(searches: readonly SearchRecord[], criterion: HitCriterion): number {
  return share(matedSearches(searches), (search) => findsMate(search, criterion));
}

/** False-negative identification rate, 1 - {@link dir}: a miss, a score too low, a wrong person above, or no face. */
export function fnir(searches: readonly SearchRecord[], criterion: HitCriterion): number {
  return share(matedSearches(searches), (search) => !findsMate(search, criterion));
}

/** DIR at the threshold where the test's own strangers reach a wanted FPIR. */
export interface DirAtFpir {
  /** FPIR wanted; the threshold is the lowest that does not pass it. */
  readonly fpir: number;
  readonly threshold: number;
  /** At rank 1. */
  readonly dir: number;
  /** Whether there are at least 3 / fpir non-mated searches; with fewer the rate is a guess. */
  readonly isMeasurable: boolean;
}

/** DIR at rank 1 at an FPIR in [0, 1], see {@link DirAtFpir}. */
export function dirAtFpir(searches: readonly SearchRecord[], wantedFpir: number): DirAtFpir {
  const strangers = nonMatedSearches(searches);
  const threshold = thresholdAtFpir(strangers, wantedFpir);
  return {
    fpir: wantedFpir,
    threshold,
    dir: dir(searches, { rank: 1, threshold }),
    isMeasurable: strangers.length * wantedFpir >= 3 - 1e-9,
  };
}

/** Cumulative match characteristic: for rank 1, 2, ..., the share of mated searches whose mate is within it. */
export function cmc(searches: readonly SearchRecord[], maxRank: number): number[] {
  return Array.from({ length: maxRank }, (_, i) =>
    dir(searches, { rank: i + 1, threshold: Number.NEGATIVE_INFINITY }),
  );
}

/**
 * Area under the ROC curve of telling mated from non-mated searches by best score: the chance that a mated search scores
 * above a non-mated one, ties counting half (Mann and Whitney 1947). No face scores below every score.
 */
export function auroc(searches: readonly SearchRecord[]): number {
  const mated = matedSearches(searches).map(bestScore);
  const strangers = Float64Array.from(nonMatedSearches(searches).map(bestScore)).sort();
  const wins = mated.reduce(
    (total, score) => total + (countBelow(strangers, score) + countUpTo(strangers, score)) / 2,
    0,
  );
  return wins / (mated.length * strangers.length);
}

function share(searches: readonly SearchRecord[], counts: (search: SearchRecord) => boolean): number {
  return searches.filter(counts).length / searches.length;
}

function hasFace(search: SearchRecord): boolean {
  return search.found !== undefined;
}

function findsMate({ found }: SearchRecord, { rank, threshold }: HitCriterion): boolean {
  return found?.mate !== undefined && found.mate.rank <= rank && found.mate.score >= threshold;
}

/** Scores are doubles here; the next float above any cosine is within this. */
const JUST_ABOVE = 1e-9;

function thresholdAtFpir(strangers: readonly SearchRecord[], wantedFpir: number): number {
  const scores = Float64Array.from(strangers.map(bestScore)).sort().reverse();
  // 0.1 x 30 and the like must not fall short of a whole number.
  const allowed = Math.floor(wantedFpir * scores.length + 1e-9);
  const firstRefused = scores[allowed];
  return firstRefused === undefined ? Number.NEGATIVE_INFINITY : firstRefused + JUST_ABOVE;
}

function countBelow(sorted: Float64Array, value: number): number {
  return lowerBound(sorted, (other) => other >= value);
}

function countUpTo(sorted: Float64Array, value: number): number {
  return lowerBound(sorted, (other) => other > value);
}

function lowerBound(sorted: Float64Array, isPast: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(sorted[middle] ?? Number.NaN)) high = middle;
    else low = middle + 1;
  }
  return low;
}
