import { fitLogisticRegression } from '../numerics/logistic-regression.ts';
import type { CalibrationCurve, CalibrationSamples } from './calibration-curve.ts';

/** Platt's method has no penalty; this one only keeps a score that never changes from having a slope. */
const PENALTY = 1e-9;

/**
 * Logistic regression of the label on the score (Platt 1999) with his targets: not 1 and 0 but (N+ + 1) / (N+ + 2) and
 * 1 / (N- + 2), as after one more sample of each kind, so that labels which scores part completely do not give
 * certainty. N+ and N- are sums of weights, people rather than photos. A falling curve becomes level at the mean target.
 */
export function fitPlattCurve({ scores, labels, weights }: CalibrationSamples): CalibrationCurve {
  const positive = weights.reduce((sum, weight, i) => sum + (labels[i] === 1 ? weight : 0), 0);
  const negative = weights.reduce((sum, weight, i) => sum + (labels[i] === 1 ? 0 : weight), 0);
  const targets = Float64Array.from(labels, (label) =>
    label === 1 ? (positive + 1) / (positive + 2) : 1 / (negative + 2),
  );
  // A sample with target t is t of a sample that is 1 and 1 - t of one that is 0.
  const model = fitLogisticRegression(
    {
      features: Float64Array.from({ length: 2 * scores.length }, (_, i) => scores[i >> 1] as number),
      labels: Uint8Array.from({ length: 2 * scores.length }, (_, i) => (i + 1) % 2),
      weights: Float64Array.from({ length: 2 * scores.length }, (_, i) => {
        const target = targets[i >> 1] as number;
        return (weights[i >> 1] as number) * (i % 2 === 0 ? target : 1 - target);
      }),
    },
    PENALTY,
  );
  const slope = model.weights[0] as number;
  if (slope >= 0) return { kind: 'platt', slope, intercept: model.bias };
  const mean =
    targets.reduce((sum, target, i) => sum + (weights[i] as number) * target, 0) / (positive + negative);
  return { kind: 'platt', slope: 0, intercept: Math.log(mean / (1 - mean)) };
}
