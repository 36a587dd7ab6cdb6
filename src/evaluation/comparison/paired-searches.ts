import { QuenError } from '../../core/errors.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';

/** What two runs found in one photo. */
export type SearchPair = readonly [EvaluatedSearch, EvaluatedSearch];

/**
 * The photos that both runs have, in the order of the first; of photos listed twice, the first in the one run goes with the
 * first in the other. Throws as `compareRuns` does.
 */
export function pairedSearches(
  first: readonly EvaluatedSearch[],
  second: readonly EvaluatedSearch[],
): SearchPair[] {
  const waiting = new Map<string, EvaluatedSearch[]>();
  for (const search of second) {
    const same = waiting.get(search.photo);
    if (same) same.push(search);
    else waiting.set(search.photo, [search]);
  }
  const pairs = first.flatMap((search): SearchPair[] => {
    const other = waiting.get(search.photo)?.shift();
    return other === undefined ? [] : [[search, other]];
  });
  if (pairs.length === 0)
    throw new QuenError(
      'EVALUATION_EMPTY',
      'No photo is in both runs, so they cannot be compared. Compare runs over the same test.',
    );
  for (const pair of pairs) assertSamePerson(pair);
  return pairs;
}

function assertSamePerson([one, two]: SearchPair): void {
  if (one.person === two.person && one.isMated === two.isMated) return;
  throw new QuenError(
    'CONFIG_INVALID',
    `The runs disagree on photo ${one.photo}: ${described(one)} in the first, ${described(two)} in the second. Compare runs over the same labels and the same enrolled people.`,
  );
}

function described({ person, isMated }: EvaluatedSearch): string {
  return `${person}, ${isMated ? 'enrolled' : 'a stranger'}`;
}
