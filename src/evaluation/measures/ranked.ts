import type { SearchTable } from '../counting/search-table.ts';

/** Searches in order of a score, equal scores together. */
export interface RankedSearches {
  /** Numbers of the searches, highest score first, shape [M]. */
  readonly order: Int32Array;
  /** Their scores, falling, shape [M]. */
  readonly scores: Float64Array;
}

/** The searches that count, by falling score. @param scoreOf shape [N]; those of `-Infinity` come last */
export function ranked(
  table: SearchTable,
  scoreOf: Float64Array,
  counts: (search: number) => boolean,
): RankedSearches {
  const order = Int32Array.from(table.searches.keys())
    .filter(counts)
    .sort((a, b) =>
      (scoreOf[a] as number) === (scoreOf[b] as number)
        ? a - b
        : (scoreOf[b] as number) - (scoreOf[a] as number),
    );
  return { order, scores: Float64Array.from(order, (search) => scoreOf[search] as number) };
}

/** The mated searches whose mate comes first, by falling score of it. */
export function rankedHits(table: SearchTable): RankedSearches {
  return ranked(table, table.hit, (search) => (table.hit[search] as number) > Number.NEGATIVE_INFINITY);
}

/** The mated searches by falling best score. */
export function rankedMated(table: SearchTable): RankedSearches {
  return ranked(table, table.best, (search) => table.isMated[search] === 1);
}

/** The non-mated searches by falling best score. */
export function rankedStrangers(table: SearchTable): RankedSearches {
  return ranked(table, table.best, (search) => table.isMated[search] === 0);
}

/** How much the drawn searches among these count together. @param weights shape [N] */
export function totalWeight({ order }: RankedSearches, weights: Float64Array): number {
  let total = 0;
  for (let place = 0; place < order.length; place++) total += weights[order[place] as number] as number;
  return total;
}
