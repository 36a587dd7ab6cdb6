import { type Matrix, row, rowRange, stackRows } from '../numerics/matrix.ts';
import type { MatedScore } from './gallery.ts';
import type { ScoreRule, SearchableGallery } from './identity-scores.ts';
import { plainScoreMatrix, type ScoreMatrix } from './score-matrix.ts';
import { searchGallery } from './search.ts';
import { sharedPartScores } from './shared-parts.ts';

/**
 * Cosine above which a photo is taken for a copy of another: cropped, scaled or saved again. A copy finds its person with a
 * score that no new photo reaches, and would make every probability too sure.
 */
export const COPY_COSINE = 0.95;

/**
 * What new photos of enrolled people would reach: every enrolled photo is searched in the gallery without it and its copies.
 * Photos of people with no other photo are passed over.
 * @returns one list per identity, in gallery order, one entry per searched photo
 */
export function leaveOnePhotoOut(
  gallery: SearchableGallery,
  rule: ScoreRule,
  scoreMatrix?: ScoreMatrix,
): MatedScore[][] {
  const others = otherPhotos(gallery);
  const searched = [...others.keys()].filter((n) => (others[n] ?? []).length > 0);
  const identities = searched.map((n) => gallery.identityOf[n] ?? Number.NaN);
  const how = { rule, candidateCount: 1, ...(scoreMatrix && { scoreMatrix }) };
  const probes = rowsAt(gallery.templates, searched);
  // Only the score of a photo's own identity changes when the photo goes, so one pass over the whole gallery gives the rest.
  const rivals = searchGallery(probes, gallery, { ...how, hidden: identities });
  const people = Array.from({ length: gallery.identityCount }, (): MatedScore[] => []);
  searched.forEach((n, place) => {
    const identity = identities[place] ?? Number.NaN;
    const own = searchGallery(rowsAt(gallery.templates, [n]), ofOne(gallery, others[n] ?? []), how);
    const score = own[0]?.candidates[0]?.score ?? Number.NEGATIVE_INFINITY;
    const rival = rivals[place]?.candidates[0];
    const isRight =
      rival === undefined || score > rival.score || (score === rival.score && identity < rival.identity);
    people[identity]?.push({ score: isRight ? score : rival.score, isRight });
  });
  return people;
}

/** Photos of the same identity that are no copies, for each photo. */
export function otherPhotos({ templates, identityOf, parts }: SearchableGallery): number[][] {
  const cosines = parts === undefined ? plainScoreMatrix : sharedPartScores(plainScoreMatrix, parts);
  const photosOf = new Map<number, number[]>();
  identityOf.forEach((identity, n) => {
    const photos = photosOf.get(identity);
    if (photos === undefined) photosOf.set(identity, [n]);
    else photos.push(n);
  });
  return Array.from(identityOf, (identity, n) => {
    const photos = photosOf.get(identity) ?? [];
    const { data } = cosines(rowRange(templates, n, n + 1), rowsAt(templates, photos));
    return photos.filter((other, place) => other !== n && (data[place] ?? 0) <= COPY_COSINE);
  });
}

/** A gallery of one identity with some of the photos. */
function ofOne({ templates, parts }: SearchableGallery, photos: readonly number[]): SearchableGallery {
  return {
    templates: rowsAt(templates, photos),
    identityOf: new Int32Array(photos.length),
    identityCount: 1,
    ...(parts && { parts }),
  };
}

function rowsAt(m: Matrix, places: readonly number[]): Matrix {
  return stackRows(
    places.map((n) => row(m, n)),
    m.cols,
  );
}
