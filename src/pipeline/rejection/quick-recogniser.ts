import type { Gallery } from '../../gallery/gallery.ts';
import { identityMeans } from '../../gallery/identity-scores.ts';
import type { ScoreMatrix } from '../../gallery/score-matrix.ts';
import { searchGallery } from '../../gallery/search.ts';
import { rowRange } from '../../numerics/matrix.ts';
import type { InnerProducts } from '../../rejection/rejectors/rejector.ts';
import { galleryRecogniser, type Recogniser, searchable } from '../recogniser.ts';

/** Probes whose products with all templates are held at a time. */
const PROBE_BLOCK = 512;

/**
 * Names as `galleryRecogniser` does, by inner products that are handed in: for many probes at once, while these last.
 * @param innerProducts plain ones when absent
 */
export function quickRecogniser(gallery: Gallery, innerProducts: InnerProducts | undefined): Recogniser {
  const plain = galleryRecogniser(gallery);
  if (innerProducts === undefined) return plain;
  const target = searchable(gallery);
  const means = identityMeans(target);
  const { rule } = gallery.nonMated;
  return {
    ...plain,
    search: async (probes, { mates, ...search }) => {
      const hits = [];
      for (let first = 0; first < probes.rows; first += PROBE_BLOCK) {
        const end = Math.min(first + PROBE_BLOCK, probes.rows);
        const some = rowRange(probes, first, end);
        const ofTemplates = await innerProducts(some, target.templates);
        const ofMeans = await innerProducts(some, means);
        // A search takes its probes in parts, which are views of them.
        const scoreMatrix: ScoreMatrix = (part, against) => {
          const start = (part.data.byteOffset - some.data.byteOffset) / (4 * some.cols);
          return rowRange(against === target.templates ? ofTemplates : ofMeans, start, start + part.rows);
        };
        const asked = { ...search, ...(mates && { mates: mates.slice(first, end) }) };
        hits.push(...searchGallery(some, target, { rule, ...asked, scoreMatrix }));
      }
      return hits;
    },
  };
}
