import type { Box } from '../core/face.ts';
import type { JudgedQuality } from './judged-quality.ts';

/** One face of a photo that was searched. */
export interface FaceAnswer {
  /** Absent where the photo was not kept. */
  readonly faceId?: string;
  readonly box: Box;
  readonly detectionScore: number;
  /** At most as many as asked for, best first. */
  readonly candidates: readonly {
    readonly personId: string;
    readonly name: string;
    readonly score: number;
  }[];
  /** How likely the first candidate is right, in [0, 1]; absent where nothing was learnt. */
  readonly probability?: number;
  readonly decision:
    | {
        readonly kind: 'identified';
        readonly personId: string;
        readonly name: string;
        readonly score: number;
      }
    | { readonly kind: 'unknown'; readonly bestScore?: number };
  /** Why, for a person to read. */
  readonly reason: string;
  /** Only where evidence was asked for. */
  readonly evidence?: {
    readonly threshold: number;
    readonly nearest?: { readonly faceId: string; readonly personId: string; readonly score: number };
    /** Of the first candidate over the second. */
    readonly margin?: number;
    /** Cosine of each network alone with the nearest face; absent where there is one network. */
    readonly votes?: readonly { readonly network: string; readonly score: number }[];
    /** Absent where it was not measured, as in jobs. */
    readonly quality?: JudgedQuality;
  };
}

/** What a photo gave. */
export type PhotoAnswer =
  | {
      readonly kind: 'faces';
      readonly photoId?: string;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly faces: readonly FaceAnswer[];
    }
  | { readonly kind: 'no-face'; readonly widthPx: number; readonly heightPx: number }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string };
