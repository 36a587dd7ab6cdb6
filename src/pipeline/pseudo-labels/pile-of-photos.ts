import type { ExtractedPhoto } from '../../core/photo.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { stackRows } from '../../numerics/matrix.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';

/** A pile, and where in its photo each face is. */
export interface PhotoPile extends Pile {
  /** Place among the faces of its photo, from 0; one for each row. */
  readonly faceInPhoto: readonly number[];
}

/** All faces of some photos, in order. @param dimension length of an embedding @param weights as of `fuseEmbeddings` */
export function pileOfPhotos(
  photos: readonly ExtractedPhoto[],
  dimension: number,
  weights?: readonly number[],
): PhotoPile {
  const faces = photos.flatMap(({ photo, sha256, extraction }) =>
    extraction.kind === 'faces'
      ? extraction.faces.map(({ embeddings }, place) => ({ photo, sha256, embeddings, place }))
      : [],
  );
  return {
    photoOf: faces.map(({ photo }) => photo.name),
    sha256Of: faces.map(({ sha256 }) => sha256),
    faceInPhoto: faces.map(({ place }) => place),
    rows: stackRows(
      faces.map(({ embeddings }) => fuseEmbeddings(embeddings, weights)),
      dimension,
    ),
  };
}

/** Faces of photos that are in the pile twice, byte for byte: a copy must not vouch for the other. */
export function copiedFaces({ photoOf, sha256Of }: Pick<Pile, 'photoOf' | 'sha256Of'>): Set<number> {
  const photosOf = new Map<string, Set<string>>();
  sha256Of.forEach((sha256, face) => {
    const photos = photosOf.get(sha256) ?? new Set();
    photosOf.set(sha256, photos.add(photoOf[face] ?? ''));
  });
  return new Set([...sha256Of.keys()].filter((face) => (photosOf.get(sha256Of[face] ?? '')?.size ?? 0) > 1));
}

/** Labels as a file keeps them: `face` is the place in its photo, which other photos do not change. */
export function labelsByPhoto(
  labels: readonly PseudoLabel[],
  { faceInPhoto }: Pick<PhotoPile, 'faceInPhoto'>,
): PseudoLabel[] {
  return labels.map((label) => ({ ...label, face: faceInPhoto[label.face] ?? 0 }));
}

/** Rows of the pile that kept labels are about; `missing` are labels of no face of the pile. */
export function facesOfKept(
  kept: readonly PseudoLabel[],
  { photoOf, faceInPhoto }: Pick<PhotoPile, 'photoOf' | 'faceInPhoto'>,
): { readonly faces: ReadonlySet<number>; readonly missing: readonly PseudoLabel[] } {
  const key = (photo: string | undefined, place: number | undefined): string =>
    JSON.stringify([photo, place]);
  const rowOf = new Map(photoOf.map((photo, face) => [key(photo, faceInPhoto[face]), face]));
  const rows = kept.map(({ photo, face }) => rowOf.get(key(photo, face)));
  return {
    faces: new Set(rows.filter((face) => face !== undefined)),
    missing: kept.filter((_, n) => rows[n] === undefined),
  };
}
