import { QuenError } from '../core/errors.ts';
import type { CalibrationCurve, CalibrationSamples } from './calibration-curve.ts';
import { fitIsotonicPoints } from './isotonic.ts';
import { fitPlattCurve } from './platt.ts';

/** `platt` needs few samples and takes a logistic shape for granted; `isotonic` takes any shape and needs hundreds. */
export const CURVE_KINDS = ['platt', 'isotonic'] as const;

/** Learns a curve. Throws `DIMENSION_MISMATCH` for no samples, lists of two lengths, or a score that is not finite. */
export function fitCurve(kind: CalibrationCurve['kind'], samples: CalibrationSamples): CalibrationCurve {
  assertSamples(samples);
  return kind === 'platt' ? fitPlattCurve(samples) : fitIsotonicPoints(samples);
}

function assertSamples({ scores, labels, weights }: CalibrationSamples): void {
  const problem =
    scores.length === 0
      ? 'There are no searches to calibrate on.'
      : labels.length !== scores.length || weights.length !== scores.length
        ? `There are ${scores.length} scores, ${labels.length} labels and ${weights.length} weights.`
        : scores.every(Number.isFinite)
          ? undefined
          : 'A calibration score is not a finite number.';
  if (problem !== undefined)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `${problem} Give a score, a label and a weight of each search.`,
    );
}
