import { QuenError } from '../core/errors.ts';
import type { Candidate } from '../core/identification.ts';

/** Labels in a row of a contest's answer. */
export const TOP_LABEL_COUNT = 5;

/** How the stranger takes part in an answer. */
export interface UnknownLabel {
  readonly label: string;
  /** Scores at or above it are held to be of enrolled people. */
  readonly threshold: number;
  /** What is compared with it; the best candidate's own score when absent. */
  readonly acceptance?: number | undefined;
}

/**
 * Five distinct labels for one photo, best first: fewer only when there are fewer people. The average precision of a
 * row is 1 / rank of the right label, so the best order is by how likely each label is. Below the threshold a stranger
 * is likelier than the best candidate, and `unknown` comes first. Above it `unknown` comes second: when a high best
 * candidate is wrong, the face is more often a stranger's than the runner-up's. On LFW (2,652 photos left out one at a
 * time, 1,558 of strangers) this order beat or equalled third place, last place, absence, and a place among the scores as
 * if the threshold were unknown's own, at 1, 10 and 50 % strangers.
 * @param candidates best first; none for a photo without a face
 */
export function topFiveLabels(candidates: readonly Candidate[], unknown: UnknownLabel): string[] {
  const labels = candidates.map(({ identity }) => identity);
  if (labels.includes(unknown.label))
    throw new QuenError(
      'CONFIG_INVALID',
      `Somebody enrolled is called '${unknown.label}'. Choose another word for strangers: --unknown-label.`,
    );
  const decisive = candidates[0] && (unknown.acceptance ?? candidates[0].score);
  const place = (decisive ?? Number.NEGATIVE_INFINITY) >= unknown.threshold ? 1 : 0;
  return [...new Set([...labels.slice(0, place), unknown.label, ...labels.slice(place)])].slice(
    0,
    TOP_LABEL_COUNT,
  );
}

/** One answered row: the right label and the labels given, best first. */
export interface AnsweredRow {
  readonly truth: string;
  readonly labels: readonly string[];
}

/**
 * Mean average precision at 5 for one right label a row: the mean of 1 / rank of the right label among the first five
 * distinct labels, 0 where it is not there. Throws `EVALUATION_EMPTY` without rows.
 */
export function meanAveragePrecisionAt5(rows: readonly AnsweredRow[]): number {
  if (rows.length === 0) throw new QuenError('EVALUATION_EMPTY', 'There is no answered row to score.');
  return rows.reduce((total, row) => total + precisionOf(row), 0) / rows.length;
}

function precisionOf({ truth, labels }: AnsweredRow): number {
  const place = [...new Set(labels)].slice(0, TOP_LABEL_COUNT).indexOf(truth);
  return place < 0 ? 0 : 1 / (place + 1);
}
