import type { QuenErrorCode } from '../core/errors.ts';

/** What extraction made of one photo, in the form in which it is kept and handed from worker to worker. */
export type PhotoRecord = ExtractedPhotoRecord | FailedPhotoRecord;

/** A photo that could be used: with faces, or without any. */
export interface ExtractedPhotoRecord extends NamedPhoto {
  readonly kind: 'extracted';
  /** As `encodeDetection` of the pipeline writes it: JSON as `JSON.stringify` spells it. The measures in its place where those were wanted. */
  readonly detection: Uint8Array;
  /**
   * One for each network, in their order, as `encodeEmbeddings` writes it: float32, little-endian, shape [faces, D], or [passes, D] of one
   * face where its views were wanted. Undefined where the photo has no face, or the network failed on it.
   */
  readonly embeddings: readonly (Uint8Array | undefined)[];
}

/** A photo that cannot be used, or was set aside after too many tries. */
export interface FailedPhotoRecord extends NamedPhoto {
  readonly kind: 'failed';
  readonly code: QuenErrorCode;
  readonly reason: string;
}

interface NamedPhoto {
  /** Of the photo's bytes, hexadecimal; empty where a photo that failed could not be read. */
  readonly sha256: string;
  /** The name results use for the photo; absent where only its bytes are known. */
  readonly photo?: string;
}
