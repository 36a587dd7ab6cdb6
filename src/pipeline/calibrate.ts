import type { ExtractedPhoto } from '../core/photo.ts';
import { primaryFace } from '../detection/primary-face.ts';
import { fuseEmbeddings } from '../embedding/fuse.ts';
import type { Gallery, MatedScore, NonMatedScores } from '../gallery/gallery.ts';
import type { ScoreRule } from '../gallery/identity-scores.ts';
import { leaveOneIdentityOut } from '../gallery/leave-one-out.ts';
import { leaveOnePhotoOut } from '../gallery/leave-one-photo-out.ts';
import { type SearchHit, searchGallery } from '../gallery/search.ts';
import { type Matrix, stackRows } from '../numerics/matrix.ts';
import type { LabelledExtraction } from './enrol.ts';
import { searchable } from './recogniser.ts';

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
  const { labels, probes } = strangerProbes(strangers, gallery.templates.cols);
  const hits = searchGallery(probes, target, { rule, candidateCount: 1 });
  return { rule, setOn: 'strangers', people: bestScoresByPerson(hits, labels) };
}

/** What photos of enrolled people reach when they are left out: a list per identity, empty for one without a second photo. */
export function matedScores(
  gallery: Pick<Gallery, 'templates' | 'faces' | 'identities'>,
  rule: ScoreRule,
): MatedScore[][] {
  return leaveOnePhotoOut(searchable(gallery), rule);
}

/** The embeddings of strangers that have a face, and who each is. */
export function strangerProbes(
  strangers: readonly LabelledExtraction[],
  dimension: number,
): { readonly labels: readonly string[]; readonly probes: Matrix } {
  const found = strangers.flatMap((photo) => {
    const embedding = primaryEmbedding(photo);
    return embedding === undefined ? [] : [{ label: photo.label, embedding }];
  });
  const probes = stackRows(
    found.map(({ embedding }) => embedding),
    dimension,
  );
  return { labels: found.map(({ label }) => label), probes };
}

/** Best scores of searches, one list for each person, in the order in which they occur. */
export function bestScoresByPerson(hits: readonly SearchHit[], labels: readonly string[]): number[][] {
  const people = new Map<string, number[]>();
  hits.forEach(({ candidates: [best] }, index) => {
    const label = labels[index] ?? '';
    if (best === undefined) return;
    const scores = people.get(label);
    if (scores === undefined) people.set(label, [best.score]);
    else scores.push(best.score);
  });
  return [...people.values()];
}
