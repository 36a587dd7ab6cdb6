import { QuenError } from '../core/errors.ts';
import type { Candidate, Decision, Threshold } from '../core/identification.ts';

/** A decision and why it fell so, for a person to read. */
export interface ReasonedDecision {
  readonly decision: Decision;
  readonly reason: string;
}

/**
 * Names the best candidate when its score is at or above the threshold; otherwise the face is unknown.
 * Throws `PEOPLE_EMPTY` without candidates.
 * @param candidates best first
 */
export function decide(
  candidates: readonly Candidate[],
  threshold: Pick<Threshold, 'value'>,
): ReasonedDecision {
  const [best, next] = candidates;
  if (best === undefined) throw new QuenError('PEOPLE_EMPTY', 'There is nobody to compare this face with.');
  const { identity, score } = best;
  if (score < threshold.value) {
    const reason = `best score ${below(score, threshold.value)}: ${identity} is the most alike`;
    return { decision: { kind: 'unknown', bestScore: score }, reason };
  }
  const above = `${score.toFixed(2)} is ${(score - threshold.value).toFixed(2)} above the threshold ${threshold.value.toFixed(2)}`;
  const rival =
    next === undefined
      ? 'nobody else is enrolled'
      : `next best is ${next.identity} at ${next.score.toFixed(2)}`;
  return { decision: { kind: 'identified', identity, score }, reason: `${above}; ${rival}` };
}

/** Enough digits that the two numbers differ. */
function below(score: number, threshold: number): string {
  const digits = [2, 3, 4].find((count) => score.toFixed(count) !== threshold.toFixed(count)) ?? 6;
  return `${score.toFixed(digits)} is below the threshold ${threshold.toFixed(digits)}`;
}
