/** What the measures of one face can be beyond a limit in, of {@link FINDING_KINDS}. */
export const FACE_FLAWS = [
  'tiny-face',
  'blurred',
  'turned-away',
  'badly-lit',
  /** Outlines and plain fills. */
  'drawing',
  /** Hard to recognise by all that is measured of the face together. */
  'low-quality',
] as const;

/** One of {@link FACE_FLAWS}. */
export type FaceFlaw = (typeof FACE_FLAWS)[number];

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
  ...FACE_FLAWS,
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

/** Other rules than the belief in a label: confident learning, and the distance of the nearest photos. */
export type LabelRule = 'confident-learning' | 'nearest-photos';

/** What a finding about labels, people or copies rests on, as data. Scores are mean cosines; `Person` is how people are named. */
export type FindingGrounds<Person = string> =
  /** A photo does not fit those of its person. */
  | {
      readonly kind: 'unlike-own';
      readonly person: Person;
      /** With the other photos of that person. */
      readonly score: number;
      /** Whom it is most like; absent where there is nobody else. */
      readonly other?: { readonly person: Person; readonly score: number; readonly isOutside: boolean };
      /** Whether it is not enough like anybody to be theirs. */
      readonly isNobodys: boolean;
      /** Which other rules say so too. */
      readonly agreeing: readonly LabelRule[];
    }
  /** The only two photos of a person do not fit each other, nor anybody else. */
  | { readonly kind: 'unlike-each-other'; readonly person: Person; readonly score: number }
  /** Photos of two people fit each other. */
  | {
      readonly kind: 'alike';
      readonly people: readonly [Person, Person];
      readonly score: number;
      /** Whether one is only compared with. */
      readonly isOutside: boolean;
    }
  /** Photos of one person fall into two parts. */
  | {
      readonly kind: 'falls-apart';
      readonly person: Person;
      readonly larger: number;
      readonly smaller: number;
      /** Of the parts with each other. */
      readonly score: number;
      /** Whom the smaller part, copies counted, is like; absent where it is somebody new. */
      readonly like?: { readonly person: Person; readonly score: number; readonly count: number };
    }
  /** One picture several times for one person. */
  | {
      readonly kind: 'repeated';
      readonly isSameFile: boolean;
      readonly count: number;
    }
  /** One picture for several people. */
  | {
      readonly kind: 'shared';
      readonly isSameFile: boolean;
      readonly people: readonly Person[];
      /** Whose other photos it fits; absent where that cannot be told. */
      readonly owner?: { readonly person: Person; readonly score: number };
    };

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
  /** The same as data; absent where it is about one photo by itself. */
  readonly grounds?: FindingGrounds;
  readonly evidence: readonly Evidence[];
  readonly proposal: Proposal;
}

/** A finding about labels, people or copies. */
export type GroundedFinding = Finding & Required<Pick<Finding, 'grounds'>>;
