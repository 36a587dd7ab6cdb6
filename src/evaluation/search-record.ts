import { QuenError } from '../core/errors.ts';

/** What came out of one search, as evaluation needs it. */
export interface SearchRecord {
  /** Who is in the photo, enrolled or not; photos of one person are drawn together. */
  readonly person: string;
  /** Whether that person is enrolled. */
  readonly isMated: boolean;
  /** Absent when no face was found in the photo: a miss in a mated search, a rejection in a non-mated one. */
  readonly found?: FoundScores;
}

/** The scores of a photo with a face: of identities or, where a rejector decides, what it says of the best candidate. */
export interface FoundScores {
  readonly bestScore: number;
  /** Of the right identity in a mated search: its score and 1-based rank. */
  readonly mate?: { readonly rank: number; readonly score: number };
}

/** Best score of a search; a photo without a face scores below everything. */
export function bestScore(search: SearchRecord): number {
  return search.found?.bestScore ?? Number.NEGATIVE_INFINITY;
}

/** The mated searches; throws `EVALUATION_EMPTY` when there are none. */
export function matedSearches(searches: readonly SearchRecord[]): SearchRecord[] {
  return atLeastOne(
    searches.filter((search) => search.isMated),
    'No photo shows an enrolled person',
  );
}

/** The non-mated searches; throws `EVALUATION_EMPTY` when there are none. */
export function nonMatedSearches(searches: readonly SearchRecord[]): SearchRecord[] {
  return atLeastOne(
    searches.filter((search) => !search.isMated),
    'No photo shows a stranger',
  );
}

function atLeastOne(searches: SearchRecord[], problem: string): SearchRecord[] {
  if (searches.length > 0) return searches;
  throw new QuenError(
    'EVALUATION_EMPTY',
    `${problem}, so this cannot be measured. Check the labels of the table.`,
  );
}
