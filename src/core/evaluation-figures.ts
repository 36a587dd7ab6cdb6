/** Names of figures, those of the JSON of `quen evaluate`; a dot enters a record. */
export const FIGURE_KEYS = [
  'dir_at_threshold',
  'fnir_at_threshold',
  'realised_fpir',
  'rank1',
  'dir_at_fpir.0.1',
  'dir_at_fpir.0.01',
  'dir_at_fpir.0.001',
  'auroc',
  'aupr',
  'oscr',
  'ccr_at_fpr.0.1',
  'ccr_at_fpr.0.01',
  'ccr_at_fpr.0.001',
  'map5',
  'macro_f1',
  'aurc',
  'ece',
  'brier',
  'log_loss',
  'detect_fail_rate',
] as const;

/** Name of a figure, as the JSON of an evaluation has it. */
export type FigureKey = (typeof FIGURE_KEYS)[number];

/** A value with its interval. Both ends are null together: without a value, or with too few people for an interval. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What is missing, in one sentence; present exactly where a number is null. */
  readonly reason?: string;
}

/** A named figure. */
export interface Figure extends Estimate {
  readonly key: FigureKey;
  /** Which way is good; `asked` for the realised FPIR, which should be what was asked for. */
  readonly better: 'higher' | 'lower' | 'asked';
}
