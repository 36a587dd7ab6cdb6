import type { Box } from '../core/face.ts';
import type { Collection } from './collection.ts';

/** A photo that somebody is enrolled with. The file it comes from does not have the photo, so none is kept. */
export interface ImportedPhoto {
  readonly id: string;
  readonly sha256: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly face: { readonly id: string; readonly personId: string; readonly box: Box };
  /** Of unit length, shape [D]. */
  readonly embedding: Float32Array;
}

/** A collection that comes whole from a file. */
export interface ImportedCollection {
  readonly collection: Omit<Collection, 'version'>;
  /** SHA-256 of the file: it is imported once. */
  readonly origin: string;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly photos: readonly ImportedPhoto[];
}
