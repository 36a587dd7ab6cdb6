import type { Box } from '../core/face.ts';
import type { ScoreRule } from './face-search.ts';

/** Ids are random and say nothing of whom they stand for: `col_`, `per_`, `pho_`, `fac_`, `job_`, `key_` and 32 hexadecimal digits. */
export const ID_KINDS = {
  collection: 'col',
  person: 'per',
  photo: 'pho',
  face: 'fac',
  job: 'job',
  key: 'key',
} as const;

/** What is kept of photos: nothing but templates, crops of faces, or the files as they came. */
export const KEEP_MODES = ['none', 'crops', 'photos'] as const;
/** One of {@link KEEP_MODES}. */
export type KeepMode = (typeof KEEP_MODES)[number];

/** People who are told apart from each other, with how they are. */
export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  /** Share of strangers that may be named (FPIR), in (0, 1). */
  readonly fpir: number;
  readonly rule: ScoreRule;
  /** Networks its embeddings come from, with the hashes of their files; others are refused. */
  readonly networks: string;
  /** Rises with every change of who is enrolled. */
  readonly version: number;
}

/** Somebody with a name. */
export interface Person {
  readonly id: string;
  readonly collectionId: string;
  readonly name: string;
  /** The caller's own id; unique in the collection where there is one. */
  readonly externalId?: string;
  /** How the person agreed, in the operator's words. */
  readonly consent?: string;
  /** After this time the person is erased. */
  readonly retainUntil?: Date;
  readonly createdAt: Date;
  readonly faceCount: number;
  /** The face to show for the person; absent without a kept crop. */
  readonly coverFaceId?: string;
}

/** A photo that came in. */
export interface StoredPhoto {
  readonly id: string;
  readonly collectionId: string;
  readonly sha256: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kept: KeepMode;
  readonly createdAt: Date;
}

/**
 * What a face is to the collection: a template of its person; an answer that waits for a person to look at it; nobody who is
 * enrolled; or put aside for good.
 */
export const FACE_STATES = ['enrolled', 'waiting', 'unknown', 'dismissed'] as const;
/** One of {@link FACE_STATES}. */
export type FaceState = (typeof FACE_STATES)[number];

/** A face of a stored photo. Embeddings are not part of it: who needs them asks for them. */
export interface StoredFace {
  readonly id: string;
  readonly collectionId: string;
  readonly photoId: string;
  /** The person it is enrolled as; absent in other states. */
  readonly personId?: string;
  readonly state: FaceState;
  /** 0-based place in the photo. */
  readonly place: number;
  readonly box: Box;
  readonly detectionScore: number;
  /** Overall quality, in [0, 1]; absent where it was not measured, as for a face that came from a file without photos. */
  readonly quality?: number;
  /** Unknown faces that look like one person share a number, from 1. */
  readonly groupNumber?: number;
  readonly createdAt: Date;
}

/** A face with its fused embedding of unit length, shape [D]. */
export interface FaceTemplate {
  readonly faceId: string;
  readonly personId: string | undefined;
  readonly embedding: Float32Array;
}
