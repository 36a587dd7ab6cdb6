import type { SearchableGallery } from '../../gallery/identity-scores.ts';
import { partLengths } from '../../gallery/shared-parts.ts';
import { rowRange, selectRows } from '../../numerics/matrix.ts';
import type { VectorIndex } from '../../vector-index/vector-index.ts';

/** A gallery that is searched through an index. */
export interface IndexedGallery {
  readonly target: SearchableGallery;
  /** Its templates under the numbers of their rows, but those that stand beside. */
  readonly index: VectorIndex;
  /**
   * Templates without the part of a network that failed. An index would order them by a product that lacks it, which is too low, so
   * they are compared with every probe.
   */
  readonly beside: readonly number[];
}

/** The rows of a gallery that an index may hold, and those that stand beside it. */
export function indexableRows({ templates, parts }: SearchableGallery): {
  readonly within: readonly number[];
  readonly beside: readonly number[];
} {
  const gaps = parts === undefined ? new Set<number>() : partLengths(templates, parts).gaps;
  const rows = Array.from({ length: templates.rows }, (_, n) => n);
  return { within: rows.filter((n) => !gaps.has(n)), beside: [...gaps] };
}

/** Rows copied at once on their way into an index. */
const ADDED_AT_ONCE = 10_000;

/** Adds templates to an index under the numbers of their rows. Throws `ABORTED`. */
export async function addTemplates(
  index: VectorIndex,
  { templates }: Pick<SearchableGallery, 'templates'>,
  { rows, signal }: { readonly rows: readonly number[]; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  for (let first = 0; first < rows.length; first += ADDED_AT_ONCE) {
    const some = rows.slice(first, first + ADDED_AT_ONCE);
    const start = some[0] ?? 0;
    const isRun = some.at(-1) === start + some.length - 1;
    const vectors = isRun ? rowRange(templates, start, start + some.length) : selectRows(templates, some);
    await index.add(some, vectors, signal);
  }
}
