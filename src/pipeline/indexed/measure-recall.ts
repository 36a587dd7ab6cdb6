import type { SearchableGallery } from '../../gallery/identity-scores.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { type Matrix, rowRange, selectRows } from '../../numerics/matrix.ts';
import { searchIdentities } from '../../vector-index/search-identities.ts';
import type { VectorIndex } from '../../vector-index/vector-index.ts';

/** In how many searches an index found the nearest template, or one as near. */
export interface IndexRecall {
  readonly foundCount: number;
  readonly searchedCount: number;
}

/** Templates compared at once. */
const BLOCK_ROWS = 8192;
/** What sums in float32 may be wrong by. */
const TOLERANCE = 1e-6;

/** What templates are searched in. */
export interface RecallTask {
  readonly target: Pick<SearchableGallery, 'templates'>;
  /** Holds `within`, under the numbers of their rows. */
  readonly index: VectorIndex;
  readonly within: readonly number[];
  readonly innerProducts: AsyncInnerProducts;
}

/** Searches some rows that an index does not hold through it, and among all that it holds. */
export async function measureRecall(
  rows: readonly number[],
  { target, index, within, innerProducts }: RecallTask,
): Promise<IndexRecall> {
  const probes = selectRows(target.templates, rows);
  // Each template stands for itself: what is found is the nearest template that the search of people looks at.
  const hits = await searchIdentities(index, probes, { identityOf: (id) => id, identityCount: 1 });
  const nearest = await nearestProducts(probes, { target, within, innerProducts });
  const foundCount = hits.filter(
    ([best], p) => best !== undefined && best.score >= (nearest[p] as number) - TOLERANCE,
  ).length;
  return { foundCount, searchedCount: rows.length };
}

/** Recalls of several measurements as one. */
export function addRecalls(a: IndexRecall, b: IndexRecall): IndexRecall {
  return {
    foundCount: a.foundCount + b.foundCount,
    searchedCount: a.searchedCount + b.searchedCount,
  };
}

/** The largest product of each probe with the rows that an index holds. */
async function nearestProducts(
  probes: Matrix,
  { target: { templates }, within, innerProducts }: Omit<RecallTask, 'index'>,
): Promise<Float32Array> {
  const isWithin = new Uint8Array(templates.rows);
  for (const n of within) isWithin[n] = 1;
  const nearest = new Float32Array(probes.rows).fill(Number.NEGATIVE_INFINITY);
  for (let first = 0; first < templates.rows; first += BLOCK_ROWS) {
    const block = rowRange(templates, first, Math.min(first + BLOCK_ROWS, templates.rows));
    const { data } = await innerProducts(probes, block);
    data.forEach((product, at) => {
      const p = Math.floor(at / block.rows);
      if (isWithin[first + (at % block.rows)] === 1 && product > (nearest[p] as number)) nearest[p] = product;
    });
  }
  return nearest;
}
