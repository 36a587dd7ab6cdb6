import type { AuditedPhoto, AuditSet } from '../../audit/audit-set.ts';
import type { LabelledFaces } from '../../audit/labelled-faces.ts';
import type { Box } from '../../core/face.ts';
import type { EmbeddedFace, Extraction } from '../../core/photo.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { stackRows } from '../../numerics/matrix.ts';
import type { LabelledExtraction } from '../enrol.ts';
import { chooseTrainingFaces } from '../training-face.ts';

/** Photos of people to audit, and of strangers to compare them with. */
export interface AuditSources {
  readonly people: readonly LabelledExtraction[];
  readonly strangers: readonly LabelledExtraction[];
}

/** A set without copies found yet, and what it was made of. */
export interface GatheredSet extends Omit<AuditSet, 'faces'> {
  readonly faces: Omit<LabelledFaces, 'copyOf'>;
  /** The photos as they were extracted, in the order of `photos`. */
  readonly extracted: readonly LabelledExtraction[];
  /** Place of the face that counts among the faces of its photo, shape [N]. */
  readonly faceOf: Int32Array;
}

/** Names strangers' photos and people apart from those that are audited. */
const STRANGERS = 'strangers/';

/** Puts people and strangers into one set: people first, both in the order of their names. */
export function gatherSet({ people, strangers }: AuditSources): GatheredSet {
  const known = byLabel(people);
  const outside = byLabel(strangers);
  const names = [...known.keys(), ...[...outside.keys()].map((label) => `${label} (stranger)`)];
  const photos: AuditedPhoto[] = [];
  const extracted: LabelledExtraction[] = [];
  const rows: Float32Array[] = [];
  const places: { person: number; photo: number; face: number }[] = [];
  [...known.values(), ...outside.values()].forEach((ofPerson, person) => {
    const prefix = person < known.size ? '' : STRANGERS;
    const faces = countedFaces(ofPerson);
    ofPerson.forEach((photo, place) => {
      const found = faces[place];
      if (found !== undefined) {
        rows.push(fuseEmbeddings(found.face.embeddings));
        places.push({ person, photo: photos.length, face: found.place });
      }
      const name = prefix + photo.photo.name;
      photos.push({ name, person, sha256: photo.sha256, pixelCount: pixelCount(photo.extraction) });
      extracted.push(photo);
    });
  });
  return {
    photos,
    people: names,
    isOutside: names.map((_, person) => person >= known.size),
    extracted,
    faces: {
      templates: stackRows(rows, rows[0]?.length ?? 0),
      personOf: Int32Array.from(places, ({ person }) => person),
      personCount: names.length,
    },
    photoOf: Int32Array.from(places, ({ photo }) => photo),
    faceOf: Int32Array.from(places, ({ face }) => face),
  };
}

function byLabel(photos: readonly LabelledExtraction[]): Map<string, LabelledExtraction[]> {
  const groups = new Map<string, LabelledExtraction[]>();
  for (const photo of photos) {
    const group = groups.get(photo.label);
    if (group === undefined) groups.set(photo.label, [photo]);
    else group.push(photo);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The face that counts in each photo of one person; undefined for a photo without one. */
function countedFaces(
  photos: readonly LabelledExtraction[],
): ({ readonly face: EmbeddedFace; readonly place: number } | undefined)[] {
  const usable = photos.flatMap(({ extraction }, place) =>
    extraction.kind === 'faces' ? [{ extraction, place }] : [],
  );
  const chosen = chooseTrainingFaces(usable.map(({ extraction }) => extraction));
  const faces = new Map(
    usable.map(({ extraction, place }, i) => {
      const counted = chosen[i] ?? 0;
      return [place, { face: extraction.faces[counted] as EmbeddedFace, place: counted }];
    }),
  );
  return photos.map((_, place) => faces.get(place));
}

function pixelCount(extraction: Extraction): number {
  return extraction.kind === 'failed' ? 0 : extraction.widthPx * extraction.heightPx;
}

/** Where a photo is, and where in it the face that counts. */
export interface PicturedPhoto {
  readonly path: string;
  readonly box?: Box;
}

/** The photos of a set by their names in it, for pictures of them. */
export function picturedPhotos({
  photos,
  photoOf,
  faceOf,
  extracted,
}: GatheredSet): Map<string, PicturedPhoto> {
  const boxes = new Map<number, Box>();
  photoOf.forEach((photo, face) => {
    const extraction = extracted[photo]?.extraction;
    const box = extraction?.kind === 'faces' ? extraction.faces[faceOf[face] as number]?.box : undefined;
    if (box !== undefined) boxes.set(photo, box);
  });
  return new Map(
    photos.map(({ name }, place) => {
      const box = boxes.get(place);
      return [name, { path: extracted[place]?.photo.path ?? '', ...(box && { box }) }];
    }),
  );
}
