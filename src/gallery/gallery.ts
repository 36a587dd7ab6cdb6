import type { Box, DetectionRung } from '../core/face.ts';
import type { IndexStamp } from '../core/index-stamp.ts';
import type { Matrix } from '../numerics/matrix.ts';
import type { ScoreRule } from './identity-scores.ts';
import type { FusedPart } from './shared-parts.ts';

/** A network as a gallery remembers it: scores mean something only between embeddings of the same file. */
export interface NetworkStamp {
  readonly name: string;
  /** SHA-256 of the network's file, hexadecimal. */
  readonly sha256: string;
}

/** One enrolled face and where it came from. */
export interface EnrolledFace {
  /** Path below the people folder or as the table names it. */
  readonly photo: string;
  /** SHA-256 of the photo, hexadecimal. */
  readonly sha256: string;
  /** Place in `Gallery.identities`. */
  readonly identity: number;
  readonly box: Box;
  readonly rung: DetectionRung;
}

/** Best scores of searches by people who are not in the gallery, one list per person. */
export interface NonMatedScores {
  /** The rule they were scored by; searches must use the same. */
  readonly rule: ScoreRule;
  readonly setOn: 'strangers' | 'leave-one-identity-out';
  readonly people: readonly (readonly number[])[];
}

/** What one search for somebody enrolled reached, by a photo that took no part in it. */
export interface MatedScore {
  /** Of the best candidate. */
  readonly score: number;
  /** Whether the best candidate was the person in the photo. */
  readonly isRight: boolean;
}

/** Strangers that a rejector compares with or learns from. */
export interface Cohort {
  /** Fused embeddings of unit length, shape [M, D]. */
  readonly embeddings: Matrix;
  /** Which stranger is in each row, from 0, shape [M]. */
  readonly personOf: Int32Array;
}

/** How a gallery accepts or rejects by a rejector; what it has learnt is learnt again from the templates and the cohort. */
export interface GalleryRejection {
  /** Name of the rejector. */
  readonly rejector: string;
  /** What the rejector says of people who are not in the gallery, a list per person. */
  readonly nonMated: Pick<NonMatedScores, 'setOn' | 'people'>;
  /** What it says of photos of enrolled people that it had no part of, a list per identity; absent where none can be left out. */
  readonly mated?: readonly (readonly MatedScore[])[];
  /** Absent for a rejector that needs no strangers. */
  readonly cohort?: Cohort;
}

/** Everyone who can be recognised. */
export interface Gallery {
  /** Absent when the photos came in aligned. */
  readonly detector?: NetworkStamp;
  readonly embedders: readonly NetworkStamp[];
  /**
   * The stretch of a template that each embedder gave, and its weight, which probes are fused with too. Absent for a single
   * embedder, and from files of a Quen that weighed all of them the same.
   */
  readonly parts?: readonly FusedPart[];
  /** Names, sorted by code unit. */
  readonly identities: readonly string[];
  /** One for each row of `templates`. */
  readonly faces: readonly EnrolledFace[];
  /**
   * Fused embeddings of unit length, shape [faces.length, D]; rows are sorted by identity. The part of a network that failed on
   * a photo is zeros.
   */
  readonly templates: Matrix;
  readonly nonMated: NonMatedScores;
  /**
   * The vector index that `nonMated` and `mated` were searched through, and that the gallery is to be searched through; absent
   * where every probe was compared with every template, by whatever rule.
   */
  readonly index?: IndexStamp;
  /**
   * Searches by each identity's own photos, one list per identity, scored as `nonMated`; absent from files of a Quen
   * that did not make them.
   */
  readonly mated?: readonly (readonly MatedScore[])[];
  /** Absent where the best candidate's own score decides. */
  readonly rejection?: GalleryRejection;
}
