import type { FaceQuality } from './face-quality.ts';

/** What the overall quality is made of. */
export type QualityMeasures = Pick<
  FaceQuality,
  'detectorScore' | 'sharpness' | 'contrast' | 'underexposedShare' | 'overexposedShare'
>;

/** Weights of {@link qualityFeatures} and what they are added to: `bench/face-quality.ts` fits them. */
const WEIGHTS = [1.34, 3.41, 0.97, 2.41] as const;
const BIAS = -1.51;

/**
 * How likely a face is to be recognised as far as can be told without a network: a logistic regression on measures, learnt
 * from which of a set of degraded faces found their person (as NFIQ 2 learns it for fingerprints, Tabassi et al. 2021).
 * In [0, 1]. Scores of detectors differ, so only faces found by one detector compare.
 */
export function overallQuality(measures: QualityMeasures): number {
  const logit = qualityFeatures(measures).reduce(
    (sum, value, place) => sum + (WEIGHTS[place] as number) * value,
    BIAS,
  );
  return 1 / (1 + Math.exp(-logit));
}

/** Keeps logarithms finite. */
const LEAST_ODDS = 1e-4;
const LEAST_SHARPNESS = 0.01;
const LEAST_CONTRAST = 0.01;

/** Log-odds of the detector's score, logarithms of sharpness and contrast, share of pixels neither black nor white. */
export function qualityFeatures(measures: QualityMeasures): readonly number[] {
  const { detectorScore, sharpness, contrast, underexposedShare, overexposedShare } = measures;
  return [
    Math.log((detectorScore + LEAST_ODDS) / (1 - detectorScore + LEAST_ODDS)),
    Math.log(sharpness + LEAST_SHARPNESS),
    Math.log(contrast + LEAST_CONTRAST),
    1 - underexposedShare - overexposedShare,
  ];
}
