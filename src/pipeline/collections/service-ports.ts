import type { ID_KINDS, KeepMode } from '../../collections/collection.ts';
import type { FaceSearch } from '../../collections/face-search.ts';
import type { PhotoVault } from '../../collections/photo-vault.ts';
import type { CollectionStore } from '../../collections/ports.ts';
import type { Box } from '../../core/face.ts';
import type { ExtractedPhoto } from '../../core/photo.ts';
import type { FaceQuality } from '../../quality/face-quality.ts';

/** A photo with what it gave. */
export interface SeenPhoto extends ExtractedPhoto {
  /** Of its faces, in their order; absent where they were not to be measured or could not be. */
  readonly qualities?: readonly FaceQuality[];
}

/** What the service of collections works with. */
export interface ServicePorts {
  readonly store: CollectionStore;
  readonly vault: PhotoVault;
  readonly search: FaceSearch;
  /**
   * Faces and embeddings of a photo; what is wrong with it is an outcome. Throws `SERVICE_BUSY`.
   * @param wanted whether faces are measured as well, for which the photo is decoded once more
   */
  extract(bytes: Uint8Array, wanted?: { readonly isMeasured: boolean }): Promise<SeenPhoto>;
  /** SHA-256 of bytes, hexadecimal. */
  hash(bytes: Uint8Array): string;
  /** Square crops of faces as JPEG, in the order of the boxes. */
  crops(bytes: Uint8Array, boxes: readonly Box[]): Promise<readonly Uint8Array[]>;
  /** The networks that embeddings come from, with hashes. */
  readonly networks: string;
  /** The most that may be kept of a photo. */
  readonly keep: KeepMode;
  /** Share of the searched faces that are expected to be strangers'; decides probabilities only. */
  readonly strangerShare: number;
  newId(kind: keyof typeof ID_KINDS): string;
  now(): Date;
}
