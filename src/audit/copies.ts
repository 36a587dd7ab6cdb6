import { groupsOfPairs } from '../numerics/union-find.ts';
import { type AuditedPhoto, type AuditSet, personName } from './audit-set.ts';
import { grounded, type UnrankedGroundedFinding } from './finding.ts';

/** Photos that are one picture, by place, in the order of the set; at least two. */
export interface CopyGroup {
  readonly kind: 'exact-copy' | 'near-copy';
  readonly photos: readonly number[];
  /** How surely they are one picture, in [0, 1]; 1 for exact copies. */
  readonly confidence: number;
}

/** Two photos by place and how alike they are. */
export interface ComparedPhotos {
  readonly first: number;
  readonly second: number;
  /** Cosine of their faces; absent where they have none. */
  readonly score?: number | undefined;
  /** Bits of 64 in which the difference hashes of the whole pictures differ, the mirror image tried too. */
  readonly pictureBits: number;
  /** The same for the aligned faces; absent where they have none. */
  readonly faceBits?: number | undefined;
}

/** Faces less alike than this are not looked at: measured on LFW, copies that are saved again, scaled or cropped lie above. */
export const COPY_SCORE = 0.9;
/** From here on the faces alone may prove a copy, for a crop changes the picture's hash. */
const SURE_COPY_SCORE = 0.955;
const PICTURE_BITS = 8;
const SURE_PICTURE_BITS = 12;
const FACE_BITS = 5;

/**
 * How surely two photos are one picture, in [0, 1]; 0 where they are not. The whole pictures' hashes are alike, or the faces'
 * are and the embeddings hardly differ. Pictures of one scene taken at once may pass for copies.
 */
export function copyConfidence({ score = 1, pictureBits, faceBits = 64 }: ComparedPhotos): number {
  if (score < COPY_SCORE) return 0;
  const isSure = score >= SURE_COPY_SCORE;
  if (pictureBits <= (isSure ? SURE_PICTURE_BITS : PICTURE_BITS)) return 1 - pictureBits / 25;
  if (isSure && faceBits <= FACE_BITS) return 0.9 - faceBits / 25;
  return 0;
}

/** Groups of photos with the same bytes. Photos that could not be read are in none. */
export function exactCopies(photos: readonly AuditedPhoto[]): CopyGroup[] {
  const places = new Map<string, number[]>();
  photos.forEach(({ sha256 }, place) => {
    if (sha256 !== '') places.set(sha256, [...(places.get(sha256) ?? []), place]);
  });
  return [...places.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ kind: 'exact-copy', photos: group, confidence: 1 }));
}

/** Groups of photos that are one picture, directly or through others, from pairs that were compared; a group is as sure as its surest pair. */
export function nearCopies(photoCount: number, compared: readonly ComparedPhotos[]): CopyGroup[] {
  const pairs = compared
    .map((pair) => ({ ...pair, confidence: copyConfidence(pair) }))
    .filter(({ confidence }) => confidence > 0);
  const groupOf = groupsOfPairs(
    photoCount,
    pairs.map(({ first, second }) => [first, second] as const),
  );
  const groups = new Map<number, { photos: Set<number>; confidence: number }>();
  for (const { first, second, confidence } of pairs) {
    const number = groupOf[first] as number;
    const group = groups.get(number) ?? { photos: new Set(), confidence: 0 };
    groups.set(number, group);
    group.photos.add(first).add(second);
    group.confidence = Math.max(group.confidence, confidence);
  }
  return [...groups.values()].map(({ photos, confidence }) => ({
    kind: 'near-copy',
    photos: [...photos].sort((a, b) => a - b),
    confidence,
  }));
}

/** How well a photo fits the other photos of its person, those that are the same picture left out; undefined where it has none. */
export type FitOf = (photo: number) => number | undefined;

/**
 * Copies as findings. Within a folder the largest picture stays and the others are set aside. Across folders the picture
 * stays where it fits the other photos best, and nothing is proposed where that cannot be told.
 */
export function copyFindings(
  set: AuditSet,
  groups: readonly CopyGroup[],
  fitOf: FitOf,
): UnrankedGroundedFinding[] {
  return groups.flatMap((group) => {
    const audited = group.photos.filter((place) => !isOutside(set, place));
    if (audited.length === 0) return [];
    const people = new Set(group.photos.map((place) => personAt(set, place)));
    return [people.size === 1 ? withinFolder(set, group) : acrossFolders(set, group, fitOf)];
  });
}

function withinFolder(set: AuditSet, { kind, photos, confidence }: CopyGroup): UnrankedGroundedFinding {
  const kept = largest(set, photos);
  const others = photos.filter((place) => place !== kept).map((place) => nameAt(set, place));
  return grounded({
    kind,
    confidence,
    rank: 0,
    people: [personName(set, personAt(set, kept))],
    photos: [nameAt(set, kept), ...others],
    grounds: { kind: 'repeated', isSameFile: kind === 'exact-copy', count: photos.length },
    evidence: [],
    proposal: { kind: 'set-aside', photos: others },
  });
}

/** The same picture must fit this much better into one folder to be taken out of the others. */
const CLEAR_MARGIN = 0.1;

function acrossFolders(
  set: AuditSet,
  { kind, photos, confidence }: CopyGroup,
  fitOf: FitOf,
): UnrankedGroundedFinding {
  const people = [...new Set(photos.map((place) => personAt(set, place)))];
  const names = people.map((person) => personName(set, person));
  const owner = ownerAmong(set, photos, fitOf);
  const others = photos.filter(
    (place) => owner !== undefined && personAt(set, place) !== owner.person && !isOutside(set, place),
  );
  const isMendable = owner !== undefined && others.length > 0;
  const fitting = isMendable && { owner: { person: personName(set, owner.person), score: owner.fit } };
  return grounded({
    kind,
    confidence,
    rank: 1,
    people: names,
    photos: photos.map((place) => nameAt(set, place)),
    grounds: { kind: 'shared', isSameFile: kind === 'exact-copy', people: names, ...fitting },
    evidence: [],
    proposal: isMendable
      ? { kind: 'set-aside', photos: others.map((place) => nameAt(set, place)) }
      : { kind: 'none' },
  });
}

/** The person whose other photos the picture fits clearly best. */
function ownerAmong(
  set: AuditSet,
  photos: readonly number[],
  fitOf: FitOf,
): { readonly person: number; readonly fit: number } | undefined {
  const fits = new Map<number, number>();
  for (const place of photos) {
    const fit = fitOf(place);
    const person = personAt(set, place);
    if (fit !== undefined) fits.set(person, Math.max(fit, fits.get(person) ?? -1));
  }
  const [best, next] = [...fits].sort((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < (next?.[1] ?? 0) + CLEAR_MARGIN) return undefined;
  return { person: best[0], fit: best[1] };
}

function largest(set: AuditSet, photos: readonly number[]): number {
  const pixels = (place: number): number => set.photos[place]?.pixelCount ?? 0;
  return photos.reduce((best, place) => (pixels(place) > pixels(best) ? place : best));
}

function personAt(set: AuditSet, photo: number): number {
  return set.photos[photo]?.person ?? 0;
}

function nameAt(set: AuditSet, photo: number): string {
  return set.photos[photo]?.name ?? '';
}

function isOutside(set: AuditSet, photo: number): boolean {
  return set.isOutside[personAt(set, photo)] === true;
}
