import type { EmbeddedFace } from '../core/photo.ts';
import { primaryFace } from '../detection/primary-face.ts';
import { fuseEmbeddings } from '../embedding/fuse.ts';
import { dot, normalised, sum } from '../numerics/vector.ts';

/** The faces found in one photo of a person, and the photo's size. */
export interface TrainingPhoto {
  readonly faces: readonly EmbeddedFace[];
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Which face counts in each photo of one person. A photo with one face is taken at its word; where there are several,
 * the face most like the person's photos with one face counts, or, when there is no such photo, the large and central one.
 * @param weights of the networks, as of `fuseEmbeddings`
 * @returns for each photo, the place of the face in its list
 */
export function chooseTrainingFaces(photos: readonly TrainingPhoto[], weights?: readonly number[]): number[] {
  const single = photos.flatMap(({ faces }) =>
    faces.length === 1 && faces[0] ? [fuseEmbeddings(faces[0].embeddings, weights)] : [],
  );
  if (single.length === 0) return photos.map((photo) => primaryFace(photo.faces, photo));
  const likeness = normalised(sum(single));
  return photos.map(({ faces }) => mostLike(faces, likeness, weights));
}

function mostLike(
  faces: readonly EmbeddedFace[],
  likeness: Float32Array,
  weights: readonly number[] | undefined,
): number {
  const scores = faces.map((face) => dot(fuseEmbeddings(face.embeddings, weights), likeness));
  return scores.indexOf(Math.max(...scores));
}
