import type { RehearsedRecall } from '../pipeline/indexed/calibrate-indexed.ts';
import { counted } from './counted.ts';

/** An index that misses more of the enrolled people's nearest photos is warned of. */
const MISSED_MOST = 0.02;

/** What the user reads of an index that is not exact, a line each; none where nothing was searched both ways. */
export function indexRecallLines({ enrolled, strangers }: RehearsedRecall): string[] {
  const parts = [
    { name: 'enrolled people', ...enrolled },
    { name: 'strangers', ...strangers },
  ].filter(({ searchedCount }) => searchedCount > 0);
  if (parts.length === 0) return [];
  const found = parts.map(
    ({ name, foundCount, searchedCount }) =>
      `${foundCount} of ${counted(searchedCount, 'search', 'searches')} for ${name}`,
  );
  const missed = 1 - enrolled.foundCount / Math.max(1, enrolled.searchedCount);
  return [
    `The index found the nearest photo there is in ${found.join(', and in ')}.`,
    ...(enrolled.searchedCount > 0 && missed > MISSED_MOST
      ? [
          `So it will miss some people whom a search of all would name. Take --index exact, or a wider search such as --index-settings ef-search=512.`,
        ]
      : []),
  ];
}
