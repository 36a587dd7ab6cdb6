import { QuenError } from '../core/errors.ts';
import type { RateEstimate, Threshold } from '../core/identification.ts';
import { seededRandom, shuffled } from '../numerics/random.ts';
import { clopperPearsonInterval } from '../numerics/statistics.ts';
import {
  COSINE_TAIL,
  extrapolatedThreshold,
  shareAtOrAbove,
  type TailScale,
  tailOfScale,
  thresholdForBudget,
  weightedScores,
} from './non-mated-tail.ts';
import { calibrationStatement } from './statement.ts';

/**
 * Used when there is nobody to calibrate on, as in a gallery of one person without strangers. In galleries of one
 * person of LFW, one stranger in a thousand reaches 0.34 with MobileFaceNets; the rest is margin for other photos.
 */
export const UNCALIBRATED_THRESHOLD = 0.5;

/** What to calibrate for. */
export interface CalibrationOptions {
  /** Share of strangers that may be named, in (0, 1). */
  readonly fpir: number;
  readonly setOn: Threshold['setOn'];
  /** Decides which people share a fold. */
  readonly seed: number;
  /** Whose scores they are; those of candidates, which are cosines, when absent. */
  readonly rejector?: CalibratedRejector | undefined;
}

/** A rejector whose scores a threshold is set on. */
export interface CalibratedRejector {
  readonly name: string;
  /** What it says of enrolled people, by which the scale of its scores is judged where strangers are few. */
  readonly mated: readonly number[];
}

/**
 * Sets the lowest threshold at which at most a share `fpir` of new strangers is named, whatever the distribution of
 * their scores: split conformal prediction (Vovk, Gammerman and Shafer 2005) for data that come in groups (Lee, Barber
 * and Willett 2023, "Distribution-free inference with hierarchical data"). The group is a person; each weighs 1, split
 * evenly over their photos, so that one much-photographed stranger counts no more than any other. With n people, the
 * weight at or above the threshold is at most fpir x (n + 1) - 1, which needs n >= 1 / fpir - 1. With fewer the
 * threshold is {@link extrapolatedThreshold} and `isPromised` is false.
 * @param people best non-mated scores, one list per person; empty lists, of people without a face, are passed over
 */
export function calibrateThreshold(
  people: readonly (readonly number[])[],
  options: CalibrationOptions,
): Threshold {
  const { fpir, setOn } = options;
  if (!(fpir > 0 && fpir < 1))
    throw new QuenError(
      'CONFIG_INVALID',
      `The share of strangers that may be named must lie between 0 and 1; got ${fpir}.`,
    );
  const counted = people.filter((scores) => scores.length > 0);
  assertFinite(counted);
  const { rejector } = options;
  const scale = rejector === undefined ? COSINE_TAIL : tailOfScale(counted.flat(), rejector.mated);
  const found = {
    value: thresholdValue(counted, fpir, scale),
    ...(rejector && { rejector: rejector.name }),
    fpirAsked: fpir,
    setOn,
    personCount: counted.length,
    photoCount: counted.reduce((total, scores) => total + scores.length, 0),
    realisedFpir: crossFittedFpir(counted, options, scale),
    isPromised: counted.length >= peopleNeeded(fpir),
  };
  return { ...found, statement: calibrationStatement(found, peopleNeeded(fpir)) };
}

/** Calibration people without whom a rate cannot be promised: 1 / fpir - 1, rounded up. */
export function peopleNeeded(fpir: number): number {
  // 1 / 0.01 - 1 and the like must not round up past a whole number.
  return Math.ceil(1 / fpir - 1 - 1e-9);
}

function thresholdValue(people: readonly (readonly number[])[], fpir: number, scale: TailScale): number {
  const scores = weightedScores(people);
  if (scores.length === 0) return UNCALIBRATED_THRESHOLD;
  if (people.length < peopleNeeded(fpir)) return extrapolatedThreshold(scores, fpir, scale);
  return thresholdForBudget(scores, fpir * (people.length + 1) - 1);
}

const FOLD_COUNT = 10;

/**
 * Sets the threshold on nine tenths of the people and counts on the rest, for every tenth. The interval takes people as
 * independent and their shares as counts, which makes it wide rather than narrow.
 */
function crossFittedFpir(
  people: readonly (readonly number[])[],
  options: CalibrationOptions,
  scale: TailScale,
): RateEstimate {
  if (people.length < 2) return { rate: 0, low: 0, high: 1 };
  const order = shuffled(people, seededRandom(options.seed));
  const foldCount = Math.min(FOLD_COUNT, order.length);
  let named = 0;
  for (let fold = 0; fold < foldCount; fold++) {
    const others = order.filter((_, i) => i % foldCount !== fold);
    const tested = order.filter((_, i) => i % foldCount === fold);
    named += shareAtOrAbove(tested, thresholdValue(others, options.fpir, scale)) * tested.length;
  }
  return { rate: named / order.length, ...clopperPearsonInterval(named, order.length) };
}

function assertFinite(people: readonly (readonly number[])[]): void {
  if (people.every((scores) => scores.every(Number.isFinite))) return;
  throw new QuenError('DIMENSION_MISMATCH', 'A calibration score is not a finite number. Enrol again.');
}
