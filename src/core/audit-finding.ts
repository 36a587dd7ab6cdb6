/** What a finding can be about. Reports show them in this order. */
export const FINDING_KINDS = [
  /** A photo that shows another person of the set than its folder says. */
  'wrong-person',
  /** A photo that is neither like its folder nor like anybody else's. */
  'far-from-everybody',
  /** Two folders that show one person. */
  'same-person',
  /** One folder that shows two people. */
  'two-people',
  /** The same file twice. */
  'exact-copy',
  /** The same picture twice: cropped, scaled, mirrored, brightened or saved again. */
  'near-copy',
  'no-face',
  /** A file that could not be read or decoded. */
  'unreadable',
  /** A second face nearly as large as the one that counts. */
  'several-faces',
  'tiny-face',
  'blurred',
  'turned-away',
  'badly-lit',
  /** Outlines and plain fills. */
  'drawing',
  /** Hard to recognise by all that is measured of the face together. */
  'low-quality',
] as const;

/** One of {@link FINDING_KINDS}. */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What would mend a finding. Photos and people are named as the set names them. */
export type Proposal =
  | {
      readonly kind: 'move';
      readonly photos: readonly string[];
      readonly person: string;
      /** Whether that person has no folder yet. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'set-aside'; readonly photos: readonly string[] }
  | { readonly kind: 'merge'; readonly from: string; readonly into: string }
  /** Nothing is wrong enough, or it cannot be told what. */
  | { readonly kind: 'none' };

/** A photo that speaks for a finding, with its score against the photo or folder in question: a cosine. */
export interface Evidence {
  readonly photo: string;
  readonly person: string;
  readonly score: number;
  /** What it shows, such as `most like it in its own folder`. */
  readonly role: string;
}

/** Something a user should look at. */
export interface Finding {
  /** `f0001` and so on, surest first. */
  readonly id: string;
  readonly kind: FindingKind;
  /**
   * How likely it is so, in [0, 1]. Of what is measured of one photo (tiny, blurred, turned away, badly lit, drawing, low quality, several faces) it
   * says how far beyond the limit the photo is, from 0.5 at the limit.
   */
  readonly confidence: number;
  /** The folders concerned, the one to look at first. */
  readonly people: readonly string[];
  /** The photos concerned. */
  readonly photos: readonly string[];
  /** Why, in a plain sentence or two. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly proposal: Proposal;
}
