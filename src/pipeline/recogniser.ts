import type { Gallery, MatedScore, NonMatedScores } from '../gallery/gallery.ts';
import type { SearchableGallery } from '../gallery/identity-scores.ts';
import { type SearchHit, type SearchOptions, searchGallery } from '../gallery/search.ts';
import type { HeadScores } from '../heads/head.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** What a caller says of a search; the recogniser knows the rest. */
export interface Search extends Pick<SearchOptions, 'candidateCount' | 'mates'> {
  /** Name of the photo each probe is in, shape [P]; for recognisers that learnt from the very photos they name. */
  readonly photoOf?: readonly string[];
}

/** Names faces: the templates of a gallery, perhaps with heads that learnt from them. */
export interface Recogniser {
  /** Who can be named, and the photos of them that are shown as evidence. */
  readonly gallery: Gallery;
  /** Best scores of people who are not enrolled, scored as `search` scores. */
  readonly nonMated: Pick<NonMatedScores, 'setOn' | 'people'>;
  /** Searches for enrolled people by photos that were left out, a list per person, scored as `search` scores. */
  readonly mated?: readonly (readonly MatedScore[])[];
  /**
   * The rejector whose scores decide who is accepted, and which `nonMated` and `mated` are of; absent where the best candidate's
   * own score decides.
   */
  readonly rejector?: string;
  /** Scores of the heads, shape [P, columns]; absent where the templates alone name. */
  readonly headScores?: (probes: Matrix) => Promise<HeadScores>;
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
    ...(gallery.mated && { mated: gallery.mated }),
    search: async (probes, search) => searchGallery(probes, target, { rule, ...search }),
  };
}

/** The part of a gallery that a search needs. */
export function searchable(
  gallery: Pick<Gallery, 'templates' | 'faces' | 'identities' | 'parts'>,
): SearchableGallery {
  return {
    templates: gallery.templates,
    identityOf: Int32Array.from(gallery.faces, (face) => face.identity),
    identityCount: gallery.identities.length,
    ...(gallery.parts && { parts: gallery.parts }),
  };
}
