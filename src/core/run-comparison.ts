import type { Estimate, Figure, FigureKey } from './evaluation-figures.ts';

/** Two runs over the same photos, second minus first. */
export interface RunComparison {
  readonly photosInBoth: number;
  readonly photosOnlyInFirst: number;
  readonly photosOnlyInSecond: number;
  /** One for each key, in the order of `FIGURE_KEYS`. */
  readonly differences: readonly FigureDifference[];
  /** Whether the right identity comes first, mated searches. */
  readonly rank1: McNemarTest | null;
  /** Whether the right identity comes first and is accepted, each run at its own threshold. */
  readonly recognised: McNemarTest | null;
  /** Whether a stranger is left unknown, each run at its own threshold. */
  readonly strangersRefused: McNemarTest | null;
}

/** How far a figure moved, with a paired interval: the same people are drawn for both runs. */
export interface FigureDifference {
  readonly key: FigureKey;
  readonly better: Figure['better'];
  readonly first: number | null;
  readonly second: number | null;
  readonly difference: Estimate;
  /** Whether the interval leaves out 0. */
  readonly isClear: boolean;
}

/** McNemar's exact test: photos that one run alone answered rightly. */
export interface McNemarTest {
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  readonly bothRight: number;
  readonly bothWrong: number;
  /** Two-sided. */
  readonly pValue: number;
}
