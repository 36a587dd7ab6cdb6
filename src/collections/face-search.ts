import type { Threshold } from '../core/identification.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** How the faces of one person become one score. */
export type ScoreRule = 'blend' | 'mean' | 'nearest';

/** A face that is put into, moved within, or (without a person) taken out of what is searched. */
export interface TemplateUpdate {
  readonly faceId: string;
  /** Undefined takes the face out. */
  readonly personId: string | undefined;
  /** Of unit length, shape [D]; not looked at where the face is taken out. */
  readonly embedding?: Float32Array;
}

/** A person by their score. */
export interface ScoredPerson {
  readonly personId: string;
  readonly score: number;
}

/** What the search of one face found. */
export interface FaceHit {
  /** Best first; empty where nobody is enrolled. */
  readonly candidates: readonly ScoredPerson[];
  /** The enrolled face most like it. */
  readonly nearest?: { readonly faceId: string; readonly personId: string; readonly score: number };
}

/** How answers of a collection are decided. */
export interface CollectionDecision {
  readonly threshold: Threshold;
  /** Probability that the best candidate is right, by its score; undefined where nothing was learnt. */
  readonly probabilityOf: ((score: number) => number) | undefined;
  /** The calibration as text, to be kept and handed to a later one. */
  readonly kept: string;
}

/** Searches collections that are held in memory, beside the thread that asks. */
export interface FaceSearch {
  /** Later calls see it. */
  update(collectionId: string, updates: readonly TemplateUpdate[]): Promise<void>;
  /** @param probes of unit length, shape [P, D] @param hidden people that each probe may not find, shape [P] */
  search(
    collectionId: string,
    probes: Matrix,
    options: {
      readonly rule: ScoreRule;
      readonly limit: number;
      readonly hidden?: readonly (ReadonlySet<string> | undefined)[];
    },
  ): Promise<readonly FaceHit[]>;
  /**
   * Sets the threshold for a rate from the enrolled people; searches go on meanwhile. A calibration that was kept is taken over where it was made
   * of the same faces in the same way.
   */
  calibrate(
    collectionId: string,
    options: {
      readonly rule: ScoreRule;
      readonly fpir: number;
      readonly strangerShare: number;
      readonly kept?: string | undefined;
    },
  ): Promise<CollectionDecision>;
  /** Groups of faces that look like one person, by face, numbered from 1; faces that resemble no other have none. */
  group(collectionId: string, faces: ReadonlyMap<string, Float32Array>): Promise<ReadonlyMap<string, number>>;
  forget(collectionId: string): Promise<void>;
}
