import type { ExtractedPhoto } from '../core/photo.ts';
import { primaryFace } from '../detection/primary-face.ts';
import { fuseEmbeddings } from '../embedding/fuse.ts';
import type { Gallery, MatedScore, NonMatedScores } from '../gallery/gallery.ts';
import type { ScoreRule } from '../gallery/identity-scores.ts';
import { leaveOneIdentityOut } from '../gallery/leave-one-out.ts';
import { leaveOnePhotoOut } from '../gallery/leave-one-photo-out.ts';
import { acceptanceOf, type SearchHit, searchGallery } from '../gallery/search.ts';
import { fusionWeights } from '../gallery/shared-parts.ts';
import { type Matrix, stackRows } from '../numerics/matrix.ts';
import type { LabelledExtraction } from './enrol.ts';
import { searchable } from './recogniser.ts';

/**
 * The fused embedding of the face that counts in a photo; undefined when there is none.
 * @param weights of the networks, as of `fuseEmbeddings`: those of the gallery it is to be compared with
 */
export function primaryEmbedding(
  { extraction }: ExtractedPhoto,
  weights?: readonly number[],
): Float32Array | undefined {
  if (extraction.kind !== 'faces') return undefined;
  const face = extraction.faces[primaryFace(extraction.faces, extraction)];
  return face === undefined ? undefined : fuseEmbeddings(face.embeddings, weights);
}

/** What a gallery is searched by before it is calibrated. */
type UncalibratedGallery = Pick<Gallery, 'templates' | 'faces' | 'identities' | 'parts'>;

/** A photo of a stranger, and what it found where it has a face. */
export interface SearchedStranger {
  readonly stranger: LabelledExtraction;
  readonly hit?: SearchHit;
}

/** Searches photos of strangers in a gallery. */
export function searchStrangers(
  gallery: UncalibratedGallery,
  strangers: readonly LabelledExtraction[],
  rule: ScoreRule,
): SearchedStranger[] {
  const { probes } = strangerProbes(strangers, gallery);
  const hits = searchGallery(probes, searchable(gallery), { rule, candidateCount: 1 }).values();
  return strangers.map((stranger) => {
    const hit = stranger.extraction.kind === 'faces' ? hits.next().value : undefined;
    return { stranger, ...(hit && { hit }) };
  });
}

/**
 * Scores that people who are not enrolled reach: those of the strangers given or, without any, those of each enrolled
 * person searched among the others.
 */
export function nonMatedScores(
  gallery: UncalibratedGallery,
  searched: readonly SearchedStranger[],
  rule: ScoreRule,
): NonMatedScores {
  if (searched.length === 0) {
    return { rule, setOn: 'leave-one-identity-out', people: leaveOneIdentityOut(searchable(gallery), rule) };
  }
  const found = searched.flatMap(({ stranger, hit }) => (hit ? [{ label: stranger.label, hit }] : []));
  const people = bestScoresByPerson(
    found.map(({ hit }) => hit),
    found.map(({ label }) => label),
  );
  return { rule, setOn: 'strangers', people };
}

/** What photos of enrolled people reach when they are left out: a list per identity, empty for one without a second photo. */
export function matedScores(gallery: UncalibratedGallery, rule: ScoreRule): MatedScore[][] {
  return leaveOnePhotoOut(searchable(gallery), rule);
}

/** The embeddings of strangers that have a face, fused as those of a gallery, and who each is. */
export function strangerProbes(
  strangers: readonly LabelledExtraction[],
  gallery: Pick<Gallery, 'templates' | 'parts'>,
): { readonly labels: readonly string[]; readonly probes: Matrix } {
  const weights = fusionWeights(gallery);
  const found = strangers.flatMap((photo) => {
    const embedding = primaryEmbedding(photo, weights);
    return embedding === undefined ? [] : [{ label: photo.label, embedding }];
  });
  const probes = stackRows(
    found.map(({ embedding }) => embedding),
    gallery.templates.cols,
  );
  return { labels: found.map(({ label }) => label), probes };
}

/** The scores that decide searches, one list for each person, in the order in which they occur. */
export function bestScoresByPerson(hits: readonly SearchHit[], labels: readonly string[]): number[][] {
  const people = new Map<string, number[]>();
  hits.forEach((hit, index) => {
    const label = labels[index] ?? '';
    const score = acceptanceOf(hit);
    if (score === undefined) return;
    const scores = people.get(label);
    if (scores === undefined) people.set(label, [score]);
    else scores.push(score);
  });
  return [...people.values()];
}
