import type { CmcPoint } from '../../core/evaluation-curves.ts';
import { estimateOf } from '../counting/estimate.ts';
import { shareOver, stack } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { kindsOf, type Section } from './section.ts';

const MAX_RANK = 20;

/** Share of mated searches whose mate is within each rank, with a band. Empty without mated searches. */
export function cmcSection(table: SearchTable): Section<CmcPoint[]> {
  const length = kindsOf(table).matedSearches > 0 ? MAX_RANK : 0;
  const ranks = Array.from({ length }, (_, place) => place + 1);
  const rankOf = (search: number): number =>
    table.searches[search]?.found?.mate?.rank ?? Number.POSITIVE_INFINITY;
  return {
    measure: stack(
      ranks.map((rank) =>
        shareOver(
          table.people,
          (search) => rankOf(search) <= rank,
          (search) => table.isMated[search] === 1,
        ),
      ),
    ),
    read: (measured) =>
      ranks.map((rank, place) => {
        const rules = { peopleCount: table.people.enrolledCount, isShare: true };
        const { value, low, high } = estimateOf(measured, place, rules);
        const share = value ?? 0;
        return { rank, share, low: low ?? share, high: high ?? share };
      }),
  };
}
