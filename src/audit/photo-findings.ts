import type { FaceFlaw, FindingKind } from '../core/audit-finding.ts';
import type { UnrankedFinding } from './finding.ts';

/** What was measured of the face that counts in a photo. Lengths are in pixels of the whole photo. */
export interface FaceMeasures {
  /** Shorter side of its box. */
  readonly facePx: number;
  /** Turned to the side, in [-90, 90]. */
  readonly yawDeg: number;
  /** Fineness of detail, in [0, 1]. */
  readonly sharpness: number;
  /** Share of it that is without any slope, in [0, 1]. */
  readonly flatShare: number;
  /** Shares of its pixels that are all but black or white, in [0, 1]. */
  readonly underexposedShare: number;
  readonly overexposedShare: number;
  /** All measures as one number, in [0, 1]. */
  readonly overall: number;
}

/** What became of one photo of a person, and what its face is like. */
export interface InspectedPhoto {
  readonly name: string;
  readonly person: string;
  readonly outcome:
    | {
        readonly kind: 'failed';
        readonly code: string;
        readonly reason: string;
        readonly isReadable: boolean;
      }
    | { readonly kind: 'no-face' }
    | {
        readonly kind: 'faces';
        /** Area of the largest other face over that of the one that counts; 0 for a photo with one face. */
        readonly otherFaceShare: number;
        /** Absent where it could not be measured. */
        readonly measures?: FaceMeasures | undefined;
      };
}

/** A limit a measure must not pass, and where it cannot get worse. */
interface Limit {
  readonly kind: FaceFlaw;
  readonly at: number;
  readonly worst: number;
  readonly measure: (measures: FaceMeasures) => number;
  readonly say: (value: number) => string;
}

/** `docs/audit.md` has what share of LFW's photos lies beyond each, and why it is where it is. */
const LIMITS: readonly Limit[] = [
  {
    kind: 'tiny-face',
    at: 32,
    worst: 0,
    measure: ({ facePx }) => facePx,
    say: (px) => `The face is ${Math.round(px)} pixels wide; below 32 there is little to compare.`,
  },
  {
    kind: 'blurred',
    at: 0.18,
    worst: 0,
    measure: ({ sharpness }) => sharpness,
    say: (sharpness) =>
      `The face has hardly any fine detail: sharpness ${sharpness.toFixed(2)}, where a good photo has 0.33.`,
  },
  {
    kind: 'turned-away',
    at: 60,
    worst: 90,
    measure: ({ yawDeg }) => Math.abs(yawDeg),
    say: (yaw) => `The head is turned ${Math.round(yaw)} degrees to the side.`,
  },
  {
    kind: 'badly-lit',
    at: 0.5,
    worst: 1,
    measure: ({ underexposedShare, overexposedShare }) => underexposedShare + overexposedShare,
    say: (share) => `${Math.round(100 * share)} % of the face is black or white.`,
  },
  {
    kind: 'drawing',
    at: 0.35,
    worst: 1,
    measure: ({ flatShare }) => flatShare,
    say: (share) =>
      `${Math.round(100 * share)} % of the face is plain, as in a drawing; skin in a photo never is.`,
  },
  {
    kind: 'low-quality',
    at: 0.25,
    worst: 0,
    measure: ({ overall }) => overall,
    say: (overall) => `All that is measured of the face together makes ${overall.toFixed(2)} of 1.`,
  },
];

/** A second face of this share of the area of the one that counts may be the one that was meant. */
const OTHER_FACE_SHARE = 0.8;

/** In what the measures of a face are beyond a limit, in the order of `FACE_FLAWS`. */
export function faceFlaws(measures: FaceMeasures): FaceFlaw[] {
  return LIMITS.filter((limit) => beyond(limit, limit.measure(measures)) >= 0.5).map(({ kind }) => kind);
}

/** What is to be said of photos one by one, whoever they show. */
export function photoFindings(photos: readonly InspectedPhoto[]): UnrankedFinding[] {
  return photos.flatMap(findingsOf);
}

function findingsOf(photo: InspectedPhoto): UnrankedFinding[] {
  const { outcome } = photo;
  switch (outcome.kind) {
    case 'failed':
      return [unreadable(photo, outcome)];
    case 'no-face':
      return [faceless(photo)];
    case 'faces':
      return [...several(photo, outcome.otherFaceShare), ...beyondLimits(photo, outcome.measures)];
  }
}

function faceless(photo: InspectedPhoto): UnrankedFinding {
  const reason = 'No face was found, also not enlarged, blurred or turned.';
  return made(photo, { kind: 'no-face', confidence: 1, reason, isSetAside: true });
}

function unreadable(
  photo: InspectedPhoto,
  { code, reason, isReadable }: Extract<InspectedPhoto['outcome'], { kind: 'failed' }>,
): UnrankedFinding {
  return made(photo, {
    kind: 'unreadable',
    confidence: 1,
    reason: `${reason} (${code})`,
    isSetAside: isReadable,
  });
}

function several(photo: InspectedPhoto, share: number): UnrankedFinding[] {
  if (share < OTHER_FACE_SHARE) return [];
  const relative = share >= 1 ? 'as large as' : `${Math.round(100 * share)} % as large as`;
  const reason = `Another face is ${relative} the one that is taken for ${photo.person}.`;
  const confidence = beyond({ at: OTHER_FACE_SHARE, worst: 1 }, Math.min(share, 1));
  return [made(photo, { kind: 'several-faces', confidence, reason, isSetAside: false })];
}

function beyondLimits(photo: InspectedPhoto, measures: FaceMeasures | undefined): UnrankedFinding[] {
  if (measures === undefined) return [];
  return LIMITS.flatMap((limit) => {
    const value = limit.measure(measures);
    const confidence = beyond(limit, value);
    if (confidence < 0.5) return [];
    return [made(photo, { kind: limit.kind, confidence, reason: limit.say(value), isSetAside: false })];
  });
}

/** 0.5 at the limit, 1 where it cannot get worse, below 0.5 on the good side. */
function beyond({ at, worst }: { readonly at: number; readonly worst: number }, value: number): number {
  return Math.max(0, Math.min(1, 0.5 + (0.5 * (value - at)) / (worst - at)));
}

interface Made {
  readonly kind: FindingKind;
  readonly confidence: number;
  readonly reason: string;
  readonly isSetAside: boolean;
}

function made({ name, person }: InspectedPhoto, { isSetAside, ...rest }: Made): UnrankedFinding {
  return {
    ...rest,
    rank: 0,
    people: [person],
    photos: [name],
    evidence: [],
    proposal: isSetAside ? { kind: 'set-aside', photos: [name] } : { kind: 'none' },
  };
}
