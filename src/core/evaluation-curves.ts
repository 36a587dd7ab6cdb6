/** A curve is empty where the test lacks the searches it is drawn from. */
export interface EvaluationCurves {
  /** By rising FPIR; log-spaced where there are many. */
  readonly dirFpir: readonly DirFpirPoint[];
  /** By rising FPR, from 0 to 1; straight between points. */
  readonly oscr: readonly OscrPoint[];
  /** By rank, from 1. */
  readonly cmc: readonly CmcPoint[];
  /** By rising coverage. */
  readonly riskCoverage: readonly RiskCoveragePoint[];
  readonly reliability: readonly ReliabilityPoint[];
}

/** DIR at rank 1 at the lowest threshold that keeps an FPIR. */
export interface DirFpirPoint {
  readonly fpir: number;
  readonly threshold: number;
  readonly dir: number;
  readonly low: number;
  readonly high: number;
  /** Whether the rate hangs on at least three strangers' photos. */
  readonly isMeasurable: boolean;
}

/** A point of the open-set classification rate curve. */
export interface OscrPoint {
  readonly fpr: number;
  readonly ccr: number;
  readonly threshold: number;
}

/** Share of mated searches whose mate is within a rank. */
export interface CmcPoint {
  readonly rank: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Share of searches that are given a name at a threshold, and the share of those names that are wrong. */
export interface RiskCoveragePoint {
  readonly coverage: number;
  readonly risk: number;
  readonly threshold: number;
}

/** A bin of the reliability table with the interval of its share. */
export interface ReliabilityPoint {
  /** Least and greatest probability stated in it. */
  readonly leastProbability: number;
  readonly greatestProbability: number;
  readonly count: number;
  readonly meanProbability: number;
  readonly shareRight: number;
  readonly low: number;
  readonly high: number;
}
