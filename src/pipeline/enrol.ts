import { QuenError } from '../core/errors.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { ExtractedPhoto, Extraction } from '../core/photo.ts';
import { fuseEmbeddings } from '../embedding/fuse.ts';
import type { EnrolledFace, Gallery } from '../gallery/gallery.ts';
import type { FusedPart } from '../gallery/shared-parts.ts';
import { stackRows } from '../numerics/matrix.ts';
import { chooseTrainingFaces } from './training-face.ts';

/** An extracted photo said to show a person. */
export interface LabelledExtraction extends ExtractedPhoto {
  readonly label: string;
}

/** A gallery without calibration scores, and the photos that took no part in it. */
export interface Enrolment {
  readonly gallery: Omit<Gallery, 'nonMated' | 'embedders' | 'detector'>;
  readonly skipped: readonly SkippedFile[];
}

/** A photo with at least one face. */
type UsablePhoto = LabelledExtraction & { readonly extraction: Extract<Extraction, { kind: 'faces' }> };

/**
 * Enrols people from their extracted photos, one face a photo. A photo that stands under two people proves nothing
 * about either and is left out of both; a photo that stands twice under one person counts once.
 * Throws `PEOPLE_EMPTY` without photos and `PEOPLE_WITHOUT_FACE` when no photo has a face.
 * @param weights one per network, with the sum one; all weigh the same when absent
 */
export function enrol(photos: readonly LabelledExtraction[], weights?: readonly number[]): Enrolment {
  if (photos.length === 0) {
    throw new QuenError(
      'PEOPLE_EMPTY',
      'There are no photos of people. Put each person in a folder of their own: people/NAME/photo.jpg.',
    );
  }
  const skipped: SkippedFile[] = [];
  const usable = withoutRepeats(photos, skipped).filter((photo) => isUsable(photo, skipped));
  if (usable.length === 0) {
    const [first] = skipped;
    throw new QuenError(
      'PEOPLE_WITHOUT_FACE',
      `None of the ${photos.length} photos of people can be used. The first, ${first?.path}: ${first?.reason}`,
    );
  }
  const byIdentity = groupByLabel(usable);
  for (const label of new Set(photos.map((photo) => photo.label))) {
    if (!byIdentity.has(label))
      skipped.push({ path: label, code: 'person-left-out', reason: 'No photo of this person can be used.' });
  }
  return { gallery: buildGallery(byIdentity, weights), skipped };
}

function withoutRepeats(photos: readonly LabelledExtraction[], skipped: SkippedFile[]): LabelledExtraction[] {
  const labelsOf = new Map<string, Set<string>>();
  for (const { sha256, label } of photos)
    labelsOf.set(sha256, (labelsOf.get(sha256) ?? new Set()).add(label));
  const kept = new Set<string>();
  return photos.filter(({ photo, sha256 }) => {
    if (sha256 === '') return true;
    const labels = [...(labelsOf.get(sha256) ?? [])];
    if (labels.length > 1) {
      const reason = `The same photo stands under ${labels.sort().join(' and ')}: left out of each.`;
      skipped.push({ path: photo.name, code: 'same-photo-two-people', reason });
      return false;
    }
    if (kept.has(sha256)) {
      skipped.push({
        path: photo.name,
        code: 'same-photo-twice',
        reason: 'The same photo stands there under another name.',
      });
      return false;
    }
    kept.add(sha256);
    return true;
  });
}

function isUsable(photo: LabelledExtraction, skipped: SkippedFile[]): photo is UsablePhoto {
  const { extraction } = photo;
  if (extraction.kind === 'faces') return true;
  skipped.push(
    extraction.kind === 'failed'
      ? { path: photo.photo.name, code: extraction.code, reason: extraction.reason }
      : { path: photo.photo.name, code: 'no-face', reason: 'No face was found.' },
  );
  return false;
}

function groupByLabel(photos: readonly UsablePhoto[]): Map<string, UsablePhoto[]> {
  const groups = new Map<string, UsablePhoto[]>();
  for (const photo of photos) {
    const group = groups.get(photo.label);
    if (group === undefined) groups.set(photo.label, [photo]);
    else group.push(photo);
  }
  return groups;
}

function buildGallery(
  byIdentity: ReadonlyMap<string, readonly UsablePhoto[]>,
  weights: readonly number[] | undefined,
): Enrolment['gallery'] {
  const identities = [...byIdentity.keys()].sort();
  const faces: EnrolledFace[] = [];
  const templates: Float32Array[] = [];
  let parts: FusedPart[] = [];
  identities.forEach((label, identity) => {
    const photos = byIdentity.get(label) ?? [];
    const chosen = chooseTrainingFaces(
      photos.map((photo) => photo.extraction),
      weights,
    );
    photos.forEach(({ photo, sha256, extraction }, index) => {
      const face = extraction.faces[chosen[index] ?? 0];
      if (face === undefined) return;
      faces.push({ photo: photo.name, sha256, identity, box: face.box, rung: extraction.rung });
      templates.push(fuseEmbeddings(face.embeddings, weights));
      parts = partsOf(face.embeddings, weights);
    });
  });
  return {
    identities,
    faces,
    ...(parts.length > 1 && { parts }),
    templates: stackRows(templates, templates[0]?.length ?? 0),
  };
}

function partsOf(embeddings: readonly Float32Array[], weights: readonly number[] | undefined): FusedPart[] {
  return embeddings.map(({ length }, network) => ({
    dimension: length,
    weight: weights?.[network] ?? 1 / embeddings.length,
  }));
}
