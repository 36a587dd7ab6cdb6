import type { Gallery, MatedScore, NetworkStamp, NonMatedScores } from '../gallery/gallery.ts';
import type { HeadSnapshot } from '../heads/snapshot.ts';

/** A value that JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A network that a bundle needs, and on what terms it may be used. */
export interface BundleNetwork extends NetworkStamp {
  readonly task: 'detector' | 'embedder' | 'restorer';
  /** As on its card. */
  readonly licence: { readonly stated: string; readonly limits: string };
  /** Where its file comes from, for people to read. */
  readonly source: string;
}

/** What one way to name and reject reached on photos it had not learnt from. */
export interface BundleValidation {
  /** Name of the head, or `gallery` for the templates alone. */
  readonly head: string;
  readonly rejection: BundleRejection;
  /** Share of held-out photos whose person comes first, in [0, 1]. */
  readonly rank1: number;
  /** In [0, 1]. */
  readonly map5: number;
  /** DIR at FPIR 1 % and area under the ROC curve, in [0, 1]; null without strangers. */
  readonly dirAt1Percent: number | null;
  readonly auroc: number | null;
}

/** What there is to know of how a bundle came about; holds no time. */
export interface BundleManifest {
  /** Version of Quen that made it. */
  readonly quen: string;
  /** The detector, where there is one, then the embedders in their order, then the restorer, where there is one. */
  readonly networks: readonly BundleNetwork[];
  /** Augmented views of each training photo, and the seed they were made with. */
  readonly views: { readonly count: number; readonly seed: number };
  /** How the heads were trained, as plain values. */
  readonly training: { readonly [key: string]: JsonValue };
  /** Empty where photos could not be held out. */
  readonly validation: readonly BundleValidation[];
}

/**
 * What a face is accepted or rejected by: the heads' own scores, the gallery's score of whom the heads put first, or what a
 * rejector says of that identity.
 */
export const BUNDLE_REJECTIONS = ['head', 'gallery', 'rejector'] as const;

/** One of {@link BUNDLE_REJECTIONS}. */
export type BundleRejection = (typeof BUNDLE_REJECTIONS)[number];

/** A fitted head and its share in the scores. */
export interface BundleHead {
  /** Above 0; the weights of several heads are brought to a sum of 1. */
  readonly weight: number;
  readonly snapshot: HeadSnapshot;
}

/** Everything that naming with trained heads needs, but for the files of the networks. */
export interface Bundle {
  readonly manifest: BundleManifest;
  readonly gallery: Gallery;
  /** At least one. */
  readonly heads: readonly BundleHead[];
  /** `rejector`: its name, where one rejects; strangers that it learnt from are those of the gallery's own rejection. */
  readonly decision: { readonly rejection: BundleRejection; readonly rejector?: string };
  /**
   * Best scores of people who are not enrolled, under this rejection; needed where the heads or a rejector reject. Without it
   * those of the gallery hold.
   */
  readonly nonMatedHead?: Pick<NonMatedScores, 'setOn' | 'people'>;
  /** Searches of the enrolled photos out of fold, under this rejection, a list per identity. */
  readonly matedHead?: readonly (readonly MatedScore[])[];
}
