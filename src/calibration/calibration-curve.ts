/** What a curve from scores to probabilities learns from. */
export interface CalibrationSamples {
  /** Higher is likelier, shape [n]. */
  readonly scores: Float64Array;
  /** 1 or 0, shape [n]. */
  readonly labels: Uint8Array;
  /** Above 0; photos of one person share a weight of 1, shape [n]. */
  readonly weights: Float64Array;
}

/** P(label is 1) by score, which never falls as the score rises; plain data. */
export type CalibrationCurve =
  /** 1 / (1 + exp(-(slope x score + intercept))), slope from 0. */
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  /** Linear between points, level beyond them; both lists ascend. */
  | {
      readonly kind: 'isotonic';
      readonly scores: readonly number[];
      readonly probabilities: readonly number[];
    };

/** The probability that a curve gives a score, in (0, 1). */
export function probabilityAt(curve: CalibrationCurve, score: number): number {
  if (curve.kind === 'platt') return 1 / (1 + Math.exp(-(curve.slope * score + curve.intercept)));
  return interpolated(curve.scores, curve.probabilities, score);
}

function interpolated(scores: readonly number[], values: readonly number[], score: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((scores[middle] as number) > score) high = middle;
    else low = middle + 1;
  }
  // `low` is the first point above the score.
  const [below, above] = [Math.max(0, low - 1), Math.min(low, scores.length - 1)];
  const [from, to] = [scores[below] as number, scores[above] as number];
  const share = to > from ? Math.min(1, Math.max(0, (score - from) / (to - from))) : 0;
  return (values[below] as number) * (1 - share) + (values[above] as number) * share;
}
