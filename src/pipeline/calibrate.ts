import type { ExtractedPhoto } from '../core/photo.ts';
import { primaryFace } from '../detection/primary-face.ts';
import { fuseEmbeddings } from '../embedding/fuse.ts';
import type { Gallery, NonMatedScores } from '../gallery/gallery.ts';
import type { ScoreRule, SearchableGallery } from '../gallery/identity-scores.ts';
import { leaveOneIdentityOut } from '../gallery/leave-one-out.ts';
import { searchGallery } from '../gallery/search.ts';
import { stackRows } from '../numerics/matrix.ts';
import type { LabelledExtraction } from './enrol.ts';

/** The part of a gallery that a search needs. */
export function searchable(gallery: Pick<Gallery, 'templates' | 'faces' | 'identities'>): SearchableGallery {
  return {
    templates: gallery.templates,
    identityOf: Int32Array.from(gallery.faces, (face) => face.identity),
    identityCount: gallery.identities.length,
  };
}

/** The fused embedding of the face that counts in a photo; undefined when there is none. */
export function primaryEmbedding({ extraction }: ExtractedPhoto): Float32Array | undefined {
  if (extraction.kind !== 'faces') return undefined;
  const face = extraction.faces[primaryFace(extraction.faces, extraction)];
  return face === undefined ? undefined : fuseEmbeddings(face.embeddings);
}

/**
 * Scores that people who are not enrolled reach: those of the strangers given or, without any, those of each enrolled
 * person searched among the others.
 */
export function nonMatedScores(
  gallery: Pick<Gallery, 'templates' | 'faces' | 'identities'>,
  strangers: readonly LabelledExtraction[],
  rule: ScoreRule,
): NonMatedScores {
  const target = searchable(gallery);
  if (strangers.length === 0) {
    return { rule, setOn: 'leave-one-identity-out', people: leaveOneIdentityOut(target, rule) };
  }
  const found = strangers.flatMap((photo) => {
    const embedding = primaryEmbedding(photo);
    return embedding === undefined ? [] : [{ label: photo.label, embedding }];
  });
  const probes = stackRows(
    found.map(({ embedding }) => embedding),
    gallery.templates.cols,
  );
  const people = new Map<string, number[]>();
  searchGallery(probes, target, { rule, candidateCount: 1 }).forEach(({ candidates: [best] }, index) => {
    const label = found[index]?.label ?? '';
    if (best !== undefined) people.set(label, [...(people.get(label) ?? []), best.score]);
  });
  return { rule, setOn: 'strangers', people: [...people.values()] };
}
