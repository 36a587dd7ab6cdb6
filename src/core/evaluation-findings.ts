import type { EvaluationCurves } from './evaluation-curves.ts';
import type { Estimate, Figure } from './evaluation-figures.ts';
import type { SliceTable } from './evaluation-slices.ts';

/**
 * What a test of identification came to, as plain data that survives JSON: no NaN, no infinity, no absent number but
 * `null`. Shares are in [0, 1]; intervals are of 95 %, with people as the unit.
 */
export interface EvaluationFindings {
  readonly counts: SearchCounts;
  /** Candidates at or above it were accepted. */
  readonly threshold: number;
  /** FPIR the threshold was calibrated for; null where it was not calibrated. */
  readonly fpirAsked: number | null;
  readonly bootstrap: { readonly resampleCount: number; readonly seed: number };
  /** One for each key, in the order of `FIGURE_KEYS`. */
  readonly figures: readonly Figure[];
  readonly curves: EvaluationCurves;
  readonly thresholdTable: readonly ThresholdRow[];
  readonly scoreHistogram: ScoreHistogram;
  /** Who was named as whom, most often first. */
  readonly confusions: readonly ConfusionPair[];
  readonly worstErrors: WorstErrors;
  /** People by their errors, most first. */
  readonly people: readonly PersonRow[];
  readonly slices: readonly SliceTable[];
  /** Sentences for whoever reads the figures: what could not be measured, and whom the threshold treats unfairly. */
  readonly warnings: readonly string[];
}

/** How many searches there were, and of how many people. */
export interface SearchCounts {
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
  /** People with mated searches, and strangers; strangers without a name count as one person a photo. */
  readonly enrolledPeople: number;
  readonly strangers: number;
  readonly matedWithoutFace: number;
  readonly nonMatedWithoutFace: number;
}

/** What to expect of a threshold. Estimates are per 1,000 photos. */
export interface ThresholdRow {
  readonly threshold: number;
  /** FPIR of the test's own strangers that it was taken from; null for the calibrated threshold. */
  readonly fpir: number | null;
  readonly strangersNamed: Estimate;
  /** Enrolled people who are named rightly. */
  readonly recognised: Estimate;
  /** Enrolled people who are taken for another. */
  readonly takenForAnother: Estimate;
}

/** Best scores in bins that all three share. Photos without a face are in none. */
export interface ScoreHistogram {
  /** Rising, one more than there are bins; empty without scores. A bin holds its lower edge, the last both. */
  readonly edges: readonly number[];
  readonly matedRight: readonly number[];
  readonly matedWrong: readonly number[];
  readonly nonMated: readonly number[];
}

/** A person, enrolled or a stranger, who was named as somebody else at the threshold. */
export interface ConfusionPair {
  readonly person: string;
  readonly isMated: boolean;
  readonly namedAs: string;
  readonly count: number;
  /** The photo with the highest score among them. */
  readonly worst: SearchError;
}

/** Errors at the threshold, worst first, so many of each at most. */
export interface WorstErrors {
  /** By falling score. */
  readonly strangersNamed: readonly SearchError[];
  /** Enrolled people taken for another, by falling score. */
  readonly namedWrongly: readonly SearchError[];
  /** Enrolled people left unknown, photos without a face first, then by rising score of their own identity. */
  readonly missed: readonly SearchError[];
}

/** One photo that was answered wrongly, with the evidence. */
export interface SearchError {
  readonly photo: string;
  readonly person: string;
  /** The best candidate, accepted or not; null without a face. */
  readonly candidate: string | null;
  readonly score: number | null;
  /** Of the right identity; null for strangers and without a face. */
  readonly mate: { readonly rank: number; readonly score: number } | null;
  /** The enrolled photo most like it. */
  readonly nearest: { readonly photo: string; readonly identity: string; readonly score: number } | null;
  readonly probability: number | null;
  readonly enrolledPhotoCount: number;
}

/** How the photos of one person fared at the threshold. */
export interface PersonRow {
  readonly person: string;
  readonly isMated: boolean;
  readonly enrolledPhotoCount: number;
  readonly searches: number;
  /** Named rightly; of a stranger, left unknown. */
  readonly right: number;
  /** Named as somebody else. */
  readonly namedWrongly: number;
  /** Left unknown though enrolled, photos without a face included. */
  readonly missed: number;
}
