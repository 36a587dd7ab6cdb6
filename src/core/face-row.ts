import type { Detection } from './face.ts';

/** One face of a photo as a row of a table that others read. Pixels are the whole photo's. */
export interface FaceRow extends Detection {
  /** The name of the photo; absent where only its bytes are known. */
  readonly photo?: string;
  /** Of the photo's bytes, hexadecimal. */
  readonly sha256: string;
  readonly photoWidthPx: number;
  readonly photoHeightPx: number;
  /** Place of the face in the photo, best detection first, from 0. */
  readonly face: number;
  /** One for each network of the table, in their order; undefined where the network failed. */
  readonly embeddings: readonly (Float32Array | undefined)[];
}

/** A network whose embeddings a table holds. */
export interface RowNetwork {
  /** Name of its card. */
  readonly name: string;
  /** Of its weights, hexadecimal. */
  readonly sha256: string;
  /** Length of its embeddings. */
  readonly dimension: number;
}
