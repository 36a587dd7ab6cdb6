import type { QuenErrorCode } from './errors.ts';
import type { Detection, DetectionRung } from './face.ts';
import type { RgbImage } from './image.ts';

/** A photo file: where it is, and the name results use for it. */
export interface PhotoFile {
  /** Absolute path, as the file system spells it. */
  readonly path: string;
  /** Path below the folder the user named, with forward slashes, in Unicode NFC. */
  readonly name: string;
}

/** A decoded photo, upright. */
export interface DecodedPhoto {
  /** Pixels, perhaps fewer than the photo has. */
  readonly image: RgbImage;
  /** Size of the whole photo, upright. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Why a network gave no embedding of a face of which others gave one. */
export interface NetworkFailure {
  /** Name of the network's card. */
  readonly network: string;
  readonly code: QuenErrorCode;
  readonly reason: string;
}

/** A face with one embedding per network, in the order the networks were asked for. Pixels are the whole photo's. */
export interface EmbeddedFace extends Detection {
  /** Zeros stand for a network that is among `failures`; at least one network gave something. */
  readonly embeddings: readonly Float32Array[];
  /** Absent where no network failed. */
  readonly failures?: readonly NetworkFailure[];
}

/** A face of a photo that was extracted before. */
export interface FaceInPhoto {
  readonly photo: PhotoFile;
  /** SHA-256 of the file as it was extracted. */
  readonly sha256: string;
  /** Place of the face in the extraction's list. */
  readonly face: number;
}

/** What one photo gave. */
export type Extraction =
  | {
      readonly kind: 'faces';
      readonly widthPx: number;
      readonly heightPx: number;
      readonly rung: DetectionRung;
      /** Best detection first, at least one. */
      readonly faces: readonly EmbeddedFace[];
    }
  | { readonly kind: 'no-face'; readonly widthPx: number; readonly heightPx: number }
  | {
      readonly kind: 'failed';
      readonly code: QuenErrorCode;
      readonly reason: string;
      /** The networks, where it was all of them that failed on a face. */
      readonly failures?: readonly NetworkFailure[];
    };

/** A photo with what it gave. */
export interface ExtractedPhoto {
  readonly photo: PhotoFile;
  /** SHA-256 of the file, hexadecimal; empty when the file could not be read. */
  readonly sha256: string;
  readonly extraction: Extraction;
}
