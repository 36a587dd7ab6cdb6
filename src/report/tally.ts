import type { FaceResult, PhotoResult } from '../core/identification.ts';
import type { EnrolledPerson, ReportModel } from './report-model.ts';

/** A face with the photo it is in. */
export interface PlacedFace {
  readonly photoIndex: number;
  readonly photo: string;
  readonly face: FaceResult;
}

/** How many of each; `photoCount` is the sum of searched, no-face and failed, `faceCount` of identified and unknown. */
export interface ReportCounts {
  readonly photoCount: number;
  readonly searchedCount: number;
  readonly noFaceCount: number;
  readonly failedCount: number;
  readonly faceCount: number;
  readonly identifiedCount: number;
  readonly unknownCount: number;
}

/** A person found in the photos, with the faces named so, lowest score first. */
export interface FoundPerson extends EnrolledPerson {
  readonly faces: readonly PlacedFace[];
}

/** Unknown faces that look like one person, in the order of the photos. */
export interface UnknownGroup {
  readonly number: number;
  readonly faces: readonly PlacedFace[];
}

/** The results of a run, counted and sorted for the page. */
export interface ReportTally {
  readonly counts: ReportCounts;
  /** Most faces first. */
  readonly found: readonly FoundPerson[];
  readonly absent: readonly EnrolledPerson[];
  /** Groups of two faces or more, largest first. */
  readonly unknownGroups: readonly UnknownGroup[];
  /** Unknown faces that look like no other. */
  readonly unknownSingles: readonly PlacedFace[];
  /** Every face, the one whose deciding score lies closest to the threshold first. */
  readonly closest: readonly PlacedFace[];
}

/** Counts and sorts what a run found. */
export function tallyReport({ photos, people, threshold }: ReportModel): ReportTally {
  const faces = photos.flatMap(placedFaces);
  const identified = faces.filter(({ face }) => face.decision.kind === 'identified');
  const unknown = faces.filter(({ face }) => face.decision.kind === 'unknown');
  const found = foundPeople(identified, people);
  const names = new Set(found.map(({ identity }) => identity));
  const groups = groupedUnknowns(unknown);
  return {
    counts: {
      photoCount: photos.length,
      searchedCount: countOf(photos, 'searched'),
      noFaceCount: countOf(photos, 'no-face'),
      failedCount: countOf(photos, 'failed'),
      faceCount: faces.length,
      identifiedCount: identified.length,
      unknownCount: unknown.length,
    },
    found,
    absent: people.filter(({ identity }) => !names.has(identity)),
    unknownGroups: groups
      .filter((group) => group.faces.length > 1)
      .sort((a, b) => b.faces.length - a.faces.length || a.number - b.number),
    unknownSingles: groups.filter((group) => group.faces.length === 1).flatMap((group) => group.faces),
    closest: [...faces].sort(
      (a, b) => distanceTo(threshold.value, a.face) - distanceTo(threshold.value, b.face),
    ),
  };
}

/** The score of a face that is compared with the threshold: the best candidate's, or what a rejector says. */
export function decidingScore({ acceptance, decision }: FaceResult): number {
  if (acceptance !== undefined) return acceptance;
  return decision.kind === 'identified' ? decision.score : decision.bestScore;
}

/** How far the deciding score of a face lies from the threshold, at least 0. */
export function distanceTo(threshold: number, face: FaceResult): number {
  return Math.abs(decidingScore(face) - threshold);
}

function placedFaces(photo: PhotoResult, photoIndex: number): PlacedFace[] {
  if (photo.kind !== 'searched') return [];
  return photo.faces.map((face) => ({ photoIndex, photo: photo.photo, face }));
}

function countOf(photos: readonly PhotoResult[], kind: PhotoResult['kind']): number {
  return photos.filter((photo) => photo.kind === kind).length;
}

function foundPeople(identified: readonly PlacedFace[], people: readonly EnrolledPerson[]): FoundPerson[] {
  const enrolledCounts = new Map(people.map(({ identity, photoCount }) => [identity, photoCount]));
  const found = gathered(identified, ({ face }) =>
    face.decision.kind === 'identified' ? face.decision.identity : '',
  );
  return [...found]
    .map(([identity, faces]) => ({
      identity,
      photoCount: enrolledCounts.get(identity) ?? 0,
      faces: faces.sort((a, b) => decidingScore(a.face) - decidingScore(b.face)),
    }))
    .sort((a, b) => b.faces.length - a.faces.length || a.identity.localeCompare(b.identity, 'en'));
}

/** A face without a group is one of its own. */
function groupedUnknowns(unknown: readonly PlacedFace[]): UnknownGroup[] {
  const groups = gathered(unknown, ({ face }, place) => face.unknownGroup ?? -1 - place);
  return [...groups].map(([number, faces]) => ({ number, faces }));
}

function gathered<K>(
  faces: readonly PlacedFace[],
  keyOf: (face: PlacedFace, place: number) => K,
): Map<K, PlacedFace[]> {
  const groups = new Map<K, PlacedFace[]>();
  faces.forEach((face, place) => {
    const key = keyOf(face, place);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [face]);
    else group.push(face);
  });
  return groups;
}
