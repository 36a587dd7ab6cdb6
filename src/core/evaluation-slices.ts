import type { Estimate } from './evaluation-figures.ts';

/** Figures at the one threshold by an attribute of the photos. */
export interface SliceTable {
  readonly attribute: string;
  /** Numbers are cut at their quartiles. */
  readonly kind: 'quartiles' | 'values';
  readonly rows: readonly SliceRow[];
  /** Searches of which the attribute is not known; they are in no row. */
  readonly unknownCount: number;
}

/** The searches of one slice. */
export interface SliceRow {
  readonly slice: string;
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
  /** People in it, enrolled and strangers. */
  readonly people: number;
  readonly dir: Estimate;
  readonly fpir: Estimate;
  /** Against all other searches of the attribute. */
  readonly dirDifference: SliceDifference;
  readonly fpirDifference: SliceDifference;
  /** What is unfair, in one sentence; absent where nothing is. */
  readonly warning?: string;
}

/** A slice's rate minus that of all others. */
export interface SliceDifference extends Estimate {
  /** Fisher's exact test on counts divided by their design effect, Holm's correction over all tests; null if untested. */
  readonly pValue: number | null;
}
