import type { Estimate, Figure, FigureKey } from '../../core/evaluation-figures.ts';
import { intervalText, rateText } from '../plots/rate-text.ts';

/** What a figure is called, and what it says, for somebody who has not met it. */
export interface FigureWording {
  readonly name: string;
  readonly meaning: string;
  /** Shares of photos are told in per cent, other figures as they are. */
  readonly unit: 'share' | 'number';
}

const dirAt = (share: string): FigureWording => ({
  name: `DIR at FPIR ${share}`,
  meaning: `Photos of enrolled people named right, with the threshold where ${share} of the test's strangers are named.`,
  unit: 'share',
});

const ccrAt = (share: string): FigureWording => ({
  name: `CCR at FPR ${share}`,
  meaning: `Photos of enrolled people that are accepted with the right name where ${share} of strangers are accepted.`,
  unit: 'share',
});

/** The wording of every figure. */
export const FIGURE_WORDING: Readonly<Record<FigureKey, FigureWording>> = {
  dir_at_threshold: {
    name: 'DIR at the threshold',
    meaning: 'Photos of enrolled people that got the right name.',
    unit: 'share',
  },
  fnir_at_threshold: {
    name: 'FNIR at the threshold',
    meaning: 'Photos of enrolled people that did not: unknown, a wrong name, or no face found.',
    unit: 'share',
  },
  realised_fpir: {
    name: 'Realised FPIR',
    meaning: 'Photos of strangers that were given a name at the threshold.',
    unit: 'share',
  },
  rank1: {
    name: 'Rank 1',
    meaning: 'Photos of enrolled people whose best candidate is right, whatever its score.',
    unit: 'share',
  },
  'dir_at_fpir.0.1': dirAt('10\u00A0%'),
  'dir_at_fpir.0.01': dirAt('1\u00A0%'),
  'dir_at_fpir.0.001': dirAt('0.1\u00A0%'),
  auroc: {
    name: 'AUROC',
    meaning: 'The chance that a photo of somebody enrolled scores above one of a stranger; 0.5 is guessing.',
    unit: 'number',
  },
  aupr: {
    name: 'AUPR',
    meaning: 'Area below precision over recall of telling enrolled people from strangers by score.',
    unit: 'number',
  },
  oscr: {
    name: 'OSCR',
    meaning: 'Area below the share accepted with the right name, over the share of strangers accepted.',
    unit: 'number',
  },
  'ccr_at_fpr.0.1': ccrAt('10\u00A0%'),
  'ccr_at_fpr.0.01': ccrAt('1\u00A0%'),
  'ccr_at_fpr.0.001': ccrAt('0.1\u00A0%'),
  map5: {
    name: 'MAP@5',
    meaning:
      'Five names are given for each photo, unknown being one: the mean of 1 / place of the right one.',
    unit: 'number',
  },
  macro_f1: {
    name: 'Macro F1',
    meaning: 'Precision and recall of each person as one number, the mean over people.',
    unit: 'number',
  },
  aurc: {
    name: 'AURC',
    meaning: 'Share of wrong names among the surest answers, averaged over how many are given.',
    unit: 'number',
  },
  ece: {
    name: 'ECE',
    meaning: 'How far the stated probability of the best candidate is from what comes true.',
    unit: 'number',
  },
  brier: {
    name: 'Brier score',
    meaning: 'Mean squared difference of the stated probability and what came true.',
    unit: 'number',
  },
  log_loss: {
    name: 'Log loss',
    meaning: 'As the Brier score, but a false certainty costs without limit.',
    unit: 'number',
  },
  detect_fail_rate: {
    name: 'No face found',
    meaning: 'Photos in which no usable face was found. Of enrolled people they count as missed.',
    unit: 'share',
  },
};

/** Text of a value of a figure: per cent or four decimals; `not measurable` for null. */
export function figureText(key: FigureKey, value: number | null): string {
  if (value === null) return 'not measurable';
  return FIGURE_WORDING[key].unit === 'share' ? rateText(value) : value.toFixed(4);
}

/** Text of a figure's 95 % interval; empty where there is none. */
export function figureInterval(key: FigureKey, { low, high }: Estimate): string {
  if (low === null || high === null) return '';
  if (FIGURE_WORDING[key].unit === 'share') return intervalText({ low, high });
  return `${low.toFixed(4)} to ${high.toFixed(4)}`;
}

/** A figure by its key. */
export function figureOf(figures: readonly Figure[], key: FigureKey): Figure | undefined {
  return figures.find((figure) => figure.key === key);
}

/** The value of a figure by its key; null where it is not there or not measurable. */
export function figureValue(figures: readonly Figure[], key: FigureKey): number | null {
  return figureOf(figures, key)?.value ?? null;
}
