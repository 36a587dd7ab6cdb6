import type { Gallery, NonMatedScores } from '../gallery/gallery.ts';
import type { SearchableGallery } from '../gallery/identity-scores.ts';
import { type SearchHit, type SearchOptions, searchGallery } from '../gallery/search.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** What a caller says of a search; the recogniser knows the rest. */
export type Search = Pick<SearchOptions, 'candidateCount' | 'mates'>;

/** Names faces: the templates of a gallery, perhaps with heads that learnt from them. */
export interface Recogniser {
  /** Who can be named, and the photos of them that are shown as evidence. */
  readonly gallery: Gallery;
  /** Best scores of people who are not enrolled, scored as `search` scores. */
  readonly nonMated: Pick<NonMatedScores, 'setOn' | 'people'>;
  /** Hits of fused embeddings of unit length, shape [P, D]; errors of `searchGallery`. */
  search(probes: Matrix, search: Search): Promise<SearchHit[]>;
}

/** A recogniser that compares with the templates alone, by the gallery's own rule. */
export function galleryRecogniser(gallery: Gallery): Recogniser {
  const target = searchable(gallery);
  const { rule } = gallery.nonMated;
  return {
    gallery,
    nonMated: gallery.nonMated,
    search: async (probes, search) => searchGallery(probes, target, { rule, ...search }),
  };
}

/** The part of a gallery that a search needs. */
export function searchable(gallery: Pick<Gallery, 'templates' | 'faces' | 'identities'>): SearchableGallery {
  return {
    templates: gallery.templates,
    identityOf: Int32Array.from(gallery.faces, (face) => face.identity),
    identityCount: gallery.identities.length,
  };
}
