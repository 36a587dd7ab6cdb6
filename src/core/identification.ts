import type { QuenErrorCode } from './errors.ts';
import type { Box, DetectionRung } from './face.ts';
import type { IndexStamp } from './index-stamp.ts';
import type { NetworkFailure } from './photo.ts';

/** One gallery hit in a search: an identity and its score, higher is more alike. */
export interface Candidate {
  readonly identity: string;
  readonly score: number;
}

/** The answer of one search. `score` and `bestScore` are the best candidate's own, which a rejector may overrule. */
export type Decision =
  | { readonly kind: 'identified'; readonly identity: string; readonly score: number }
  | { readonly kind: 'unknown'; readonly bestScore: number };

/** The enrolled photo most like a probe: path, identity, and its score. */
export interface NearestPhoto {
  readonly photo: string;
  readonly identity: string;
  readonly score: number;
}

/** One searched face of a probe photo. */
export interface FaceResult {
  /** 0-based place in the photo, best detection first. */
  readonly face: number;
  readonly box: Box;
  readonly detectionScore: number;
  readonly rung: DetectionRung;
  /** At most five, best first. */
  readonly candidates: readonly Candidate[];
  /**
   * How likely the best candidate is right, in [0, 1], strangers counted in; absent where there was nothing to learn it
   * from. The decision does not follow from it.
   */
  readonly probability?: number;
  /** What the rejector says of the best candidate, compared with the threshold; absent where its own score is. */
  readonly acceptance?: number;
  readonly decision: Decision;
  /** Why the decision fell as it did, for a person to read. */
  readonly reason: string;
  readonly nearest: NearestPhoto;
  /** Faces of the run that look like one unknown person share a number, from 1; absent when identified. */
  readonly unknownGroup?: number;
  /** Networks that failed on this face, which the others judged without them; absent where none did. */
  readonly failures?: readonly NetworkFailure[];
}

/** What became of one probe photo. */
export type PhotoResult =
  | { readonly kind: 'searched'; readonly photo: string; readonly faces: readonly FaceResult[] }
  | { readonly kind: 'no-face'; readonly photo: string; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly photo: string;
      readonly code: QuenErrorCode;
      readonly reason: string;
    };

/** A share measured on people, with its 95 % interval. All in [0, 1]. */
export interface RateEstimate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** A decision threshold, with the data and the false-alarm rate it was set for. */
export interface Threshold {
  /** Accept when the best candidate's score, or what the rejector says of it, is at or above this. */
  readonly value: number;
  /** The rejector whose scores these are; absent where the best candidate's own score decides. */
  readonly rejector?: string;
  /**
   * The vector index that the calibration people were searched through; it holds for searches through such an index alone.
   * Absent where every probe was compared with every template.
   */
  readonly index?: IndexStamp;
  /** FPIR the user asked for, in (0, 1). */
  readonly fpirAsked: number;
  readonly setOn: 'strangers' | 'leave-one-identity-out';
  /** Calibration people and photos that had a face. */
  readonly personCount: number;
  readonly photoCount: number;
  /** FPIR on calibration people the threshold was not set on (person-disjoint cross-fitting). */
  readonly realisedFpir: RateEstimate;
  /** Whether there were enough people to promise the rate asked for: at least 1 / fpir - 1. */
  readonly isPromised: boolean;
  /** All of the above in one plain sentence. */
  readonly statement: string;
}

/** A file or folder that took no part, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly code: string;
  readonly reason: string;
}
