import type { Evidence } from '../core/audit-finding.ts';
import { row } from '../numerics/matrix.ts';
import { dot } from '../numerics/vector.ts';
import type { LabelledFaces } from './labelled-faces.ts';

/** A photo of the folders that are audited. */
export interface AuditedPhoto {
  readonly name: string;
  /** Person it is said to show, by place. */
  readonly person: number;
  /** Of the file, hexadecimal; empty where it could not be read. */
  readonly sha256: string;
  /** Width times height; 0 where it could not be decoded. */
  readonly pixelCount: number;
}

/** What is audited: photos, the people they are said to show, and the face that counts in each. */
export interface AuditSet {
  readonly photos: readonly AuditedPhoto[];
  /** Names of the people. */
  readonly people: readonly string[];
  /** Whether a person is only compared with, such as a stranger handed in: nothing of theirs is to be mended. */
  readonly isOutside: readonly boolean[];
  /** One for each photo that has a face. */
  readonly faces: LabelledFaces;
  /** Photo of each face, shape [N]. */
  readonly photoOf: Int32Array;
}

/** Name of the photo of a face. */
export function photoName({ photos, photoOf }: AuditSet, face: number): string {
  return photos[photoOf[face] as number]?.name ?? '';
}

/** Name of a person. */
export function personName({ people }: AuditSet, person: number): string {
  return people[person] ?? '';
}

/** Whether a face is of somebody who is only compared with. */
export function isOutsideFace({ isOutside, faces }: AuditSet, face: number): boolean {
  return isOutside[faces.personOf[face] as number] === true;
}

/** The face of a person most like a face, other than itself and its copies; undefined where there is none. */
export function nearestOf(
  set: AuditSet,
  face: number,
  facesOfPerson: readonly number[],
): { readonly face: number; readonly score: number } | undefined {
  const { templates, copyOf } = set.faces;
  let best: { face: number; score: number } | undefined;
  for (const other of facesOfPerson) {
    if (copyOf[other] === copyOf[face]) continue;
    const score = dot(row(templates, face), row(templates, other));
    if (best === undefined || score > best.score) best = { face: other, score };
  }
  return best;
}

/** A face as evidence. */
export function evidenceOf(
  set: AuditSet,
  { face, score }: { readonly face: number; readonly score: number },
  role: string,
): Evidence {
  const person = personName(set, set.faces.personOf[face] as number);
  return { photo: photoName(set, face), person, score, role };
}

/** Faces of each person, shape [people]. */
export function facesByPerson({ faces }: AuditSet): number[][] {
  const facesOf = Array.from({ length: faces.personCount }, (): number[] => []);
  faces.personOf.forEach((person, face) => {
    facesOf[person]?.push(face);
  });
  return facesOf;
}
