import type { Measure } from '../counting/measure.ts';
import type { Measured } from '../counting/resample.ts';
import type { SearchTable } from '../counting/search-table.ts';

/** A part of the findings: what is measured on every resample, and how it is told. */
export interface Section<T> {
  readonly measure: Measure;
  readonly read: (measured: Measured) => T;
}

/** Which searches there are. */
export interface Kinds {
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
}

/** How many searches of each kind a table has. */
export function kindsOf({ isMated }: SearchTable): Kinds {
  const matedSearches = isMated.reduce((count, one) => count + one, 0);
  return { matedSearches, nonMatedSearches: isMated.length - matedSearches };
}

/** Why a figure that needs mated searches, or strangers, cannot be measured; undefined where it can. */
export function missingKind(kinds: Kinds, needs: 'mated' | 'strangers' | 'both'): string | undefined {
  if (needs !== 'strangers' && kinds.matedSearches === 0)
    return 'No photo of the test shows an enrolled person.';
  if (needs !== 'mated' && kinds.nonMatedSearches === 0) return 'No photo of the test shows a stranger.';
  return undefined;
}

/** Why a figure at an FPIR cannot be measured: it must hang on three strangers' photos at least. */
export function missingRate(kinds: Kinds, rate: number): string | undefined {
  const missing = missingKind(kinds, 'both');
  if (missing !== undefined || isMeasurable(kinds, rate)) return missing;
  const needed = Math.ceil(3 / rate - 1e-9);
  return `An FPIR of ${rate} needs ${needed} searches for strangers; there are ${kinds.nonMatedSearches}.`;
}

/** Whether there are at least 3 / rate non-mated searches. */
export function isMeasurable({ nonMatedSearches }: Kinds, rate: number): boolean {
  return nonMatedSearches * rate >= 3 - 1e-9;
}
