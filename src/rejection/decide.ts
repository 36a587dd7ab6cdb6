import { QuenError } from '../core/errors.ts';
import type { Candidate, Decision, Threshold } from '../core/identification.ts';

/** A decision and why it fell so, for a person to read. */
export interface ReasonedDecision {
  readonly decision: Decision;
  readonly reason: string;
}

/**
 * Names the best candidate when its score, or what a rejector says of it, is at or above the threshold; otherwise the face
 * is unknown. Throws `PEOPLE_EMPTY` without candidates.
 * @param candidates best first
 * @param acceptance what the rejector says; the best candidate's own score decides when absent
 */
export function decide(
  candidates: readonly Candidate[],
  threshold: Pick<Threshold, 'value' | 'rejector'>,
  acceptance?: number,
): ReasonedDecision {
  const [best, next] = candidates;
  if (best === undefined) throw new QuenError('PEOPLE_EMPTY', 'There is nobody to compare this face with.');
  const { identity, score } = best;
  const decisive = acceptance ?? score;
  const rejector = acceptance === undefined ? undefined : (threshold.rejector ?? 'unnamed');
  if (decisive < threshold.value) {
    const reason = rejector
      ? `rejector '${rejector}': ${below(decisive, threshold.value)}; ${identity}, at ${score.toFixed(2)}, is the most alike`
      : `best score ${below(score, threshold.value)}: ${identity} is the most alike`;
    return { decision: { kind: 'unknown', bestScore: score }, reason };
  }
  const above = `${decisive.toFixed(2)} is ${(decisive - threshold.value).toFixed(2)} above the threshold ${threshold.value.toFixed(2)}`;
  const rival =
    next === undefined
      ? 'nobody else is enrolled'
      : `next best is ${next.identity} at ${next.score.toFixed(2)}`;
  const reason = rejector
    ? `rejector '${rejector}': ${above}; ${identity} is at ${score.toFixed(2)}, ${rival}`
    : `${above}; ${rival}`;
  return { decision: { kind: 'identified', identity, score }, reason };
}

/** Enough digits that the two numbers differ. */
function below(score: number, threshold: number): string {
  const digits = [2, 3, 4].find((count) => score.toFixed(count) !== threshold.toFixed(count)) ?? 6;
  return `${score.toFixed(digits)} is below the threshold ${threshold.toFixed(digits)}`;
}
