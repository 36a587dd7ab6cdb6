import { FIGURE_KEYS, type Figure, type FigureKey } from '../core/evaluation-figures.ts';
import type { EvaluationFindings } from '../core/evaluation-findings.ts';
import type { Threshold } from '../core/identification.ts';

/** The figures of an open-set identification test. A figure that the test cannot give is null. */
export interface IdentificationFigures {
  /** Share of mated searches whose mate comes first, in [0, 1]. */
  readonly rank1: number | null;
  /** Share of mated searches whose mate comes first and is accepted at the calibrated threshold; and what is left to 1. */
  readonly dir_at_threshold: number | null;
  readonly fnir_at_threshold: number | null;
  /** Mean average precision of five labels, `unknown` being one. */
  readonly map5: number;
  /** Mean F1 over labels, `unknown` being one, at the calibrated threshold. */
  readonly macro_f1: number;
  /** How well the best score tells enrolled people from strangers: area under the ROC curve, average precision. */
  readonly auroc: number | null;
  readonly aupr: number | null;
  /** Area under the open-set classification rate curve. */
  readonly oscr: number | null;
  /** Area under the risk-coverage curve. */
  readonly aurc: number;
  /** Photos without a usable face, and their share. */
  readonly detect_fail: number;
  readonly detect_fail_rate: number;
  /** Share of the test's strangers named at the calibrated threshold. */
  readonly realised_fpir: number | null;
  /** FPIR the threshold was calibrated for. */
  readonly asked_fpir: number;
  /** DIR at rank 1 where the test's own strangers reach each rate; null with fewer than 3 / rate of their photos. */
  readonly dir_at_fpir: Readonly<Record<string, number | null>>;
  /** Correct classification rate read off the OSCR curve; null as for `dir_at_fpir`. */
  readonly ccr_at_fpr: Readonly<Record<string, number | null>>;
  readonly threshold: number;
  /**
   * How far stated probabilities of the best candidate are from what came true: expected calibration error, Brier score
   * and log loss over photos with a face; null where none were stated.
   */
  readonly ece: number | null;
  readonly brier: number | null;
  readonly log_loss: number | null;
  /** Share of strangers that the probabilities were stated for, whatever the test's own share is. */
  readonly stranger_share: number | null;
  readonly mated_searches: number;
  readonly non_mated_searches: number;
  /** People with mated searches, and strangers. */
  readonly enrolled_people: number;
  readonly strangers: number;
  /** Ends of the 95 % interval of each figure, people being drawn; null where there is none. */
  readonly intervals: Readonly<Record<FigureKey, readonly [number, number] | null>>;
  /** Why figures are null, by their names; a dot enters a record. */
  readonly not_measurable: Readonly<Record<string, string>>;
  /** What to know before believing the figures. */
  readonly warnings: readonly string[];
}

/** The findings of a test by the names that its JSON has for them. */
export function identificationFigures(
  findings: EvaluationFindings,
  { threshold, strangerShare }: { readonly threshold: Threshold; readonly strangerShare: number | undefined },
): IdentificationFigures {
  const byKey = new Map(findings.figures.map((figure) => [figure.key, figure]));
  const value = (key: FigureKey): number | null => byKey.get(key)?.value ?? null;
  const { counts } = findings;
  return {
    rank1: value('rank1'),
    dir_at_threshold: value('dir_at_threshold'),
    fnir_at_threshold: value('fnir_at_threshold'),
    map5: value('map5') ?? 0,
    macro_f1: value('macro_f1') ?? 0,
    auroc: value('auroc'),
    aupr: value('aupr'),
    oscr: value('oscr'),
    aurc: value('aurc') ?? 1,
    detect_fail: counts.matedWithoutFace + counts.nonMatedWithoutFace,
    detect_fail_rate: value('detect_fail_rate') ?? 0,
    realised_fpir: value('realised_fpir'),
    asked_fpir: threshold.fpirAsked,
    dir_at_fpir: recordOf('dir_at_fpir', value),
    ccr_at_fpr: recordOf('ccr_at_fpr', value),
    threshold: threshold.value,
    ece: value('ece'),
    brier: value('brier'),
    log_loss: value('log_loss'),
    stranger_share: strangerShare ?? null,
    mated_searches: counts.matedSearches,
    non_mated_searches: counts.nonMatedSearches,
    enrolled_people: counts.enrolledPeople,
    strangers: counts.strangers,
    intervals: intervalsOf(findings.figures),
    not_measurable: reasonsOf(findings.figures),
    warnings: findings.warnings,
  };
}

function recordOf(name: string, value: (key: FigureKey) => number | null): Record<string, number | null> {
  const keys = FIGURE_KEYS.filter((key) => key.startsWith(`${name}.`));
  return Object.fromEntries(keys.map((key) => [key.slice(name.length + 1), value(key)]));
}

function intervalsOf(figures: readonly Figure[]): IdentificationFigures['intervals'] {
  return Object.fromEntries(
    figures.map(({ key, low, high }) => [key, low === null || high === null ? null : [low, high]]),
  ) as unknown as IdentificationFigures['intervals'];
}

function reasonsOf(figures: readonly Figure[]): Record<string, string> {
  return Object.fromEntries(
    figures.flatMap(({ key, value, reason }) =>
      value === null && reason !== undefined ? [[key, reason]] : [],
    ),
  );
}
