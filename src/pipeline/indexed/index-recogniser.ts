import type { Gallery } from '../../gallery/gallery.ts';
import { searchGallery } from '../../gallery/search.ts';
import type { VectorIndex } from '../../vector-index/vector-index.ts';
import { type Recogniser, searchable } from '../recogniser.ts';
import { type IndexedGallery, indexableRows } from './indexed-gallery.ts';
import { searchIndexed } from './search-indexed.ts';

/**
 * A recogniser that searches a gallery through an index, by the rule `nearest`.
 * @param index holds the gallery's indexable rows; `gallery.nonMated` and `gallery.mated` were searched through one of its stamp
 */
export function indexRecogniser(gallery: Gallery, index: VectorIndex): Recogniser {
  const target = searchable(gallery);
  const indexed: IndexedGallery = { target, index, beside: indexableRows(target).beside };
  return {
    gallery,
    nonMated: gallery.nonMated,
    ...(gallery.mated && { mated: gallery.mated }),
    search: async (probes, search) =>
      // The place of a mate among all identities is only told by comparing with all.
      index.isExact && search.mates !== undefined
        ? searchGallery(probes, target, { ...search, rule: 'nearest' })
        : await searchIndexed(probes, indexed, search),
  };
}
