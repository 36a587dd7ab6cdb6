import { shareOver } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { kindsOf, missingKind, missingRate } from '../findings/section.ts';
import { aurocMeasure } from '../measures/areas.ts';
import { dirAtRates } from '../measures/dir-at-rates.ts';
import type { TrialMeasure } from './trials.ts';

/** Share of the mated searches whose mate comes first. */
export function rank1Of(table: SearchTable): TrialMeasure {
  return dirOf(table, -Number.MAX_VALUE);
}

/** DIR at rank 1 at a threshold. */
export function dirOf(table: SearchTable, threshold: number): TrialMeasure {
  return {
    measure: shareOver(
      table.people,
      (search) => (table.hit[search] ?? Number.NaN) >= threshold,
      (search) => table.isMated[search] === 1,
    ),
    missing: missingKind(kindsOf(table), 'mated'),
    shareOf: 'mated',
  };
}

/** FPIR at a threshold. */
export function fpirOf(table: SearchTable, threshold: number): TrialMeasure {
  return {
    measure: shareOver(
      table.people,
      (search) => (table.best[search] ?? Number.NaN) >= threshold,
      (search) => table.isMated[search] === 0,
    ),
    missing: missingKind(kindsOf(table), 'strangers'),
    shareOf: 'strangers',
  };
}

/**
 * DIR at rank 1 where the trial's own strangers reach an FPIR.
 * @param exact the FPIR to keep where it is to fall on a whole number of searches; whether it can be measured depends on the other
 */
export function dirAtFpirOf(table: SearchTable, fpir: number, exact = fpir): TrialMeasure {
  return {
    measure: dirAtRates(table, [exact]),
    missing: missingRate(kindsOf(table), fpir),
    shareOf: 'mated',
  };
}

/** How well the best score tells enrolled people from strangers. */
export function aurocOf(table: SearchTable): TrialMeasure {
  return { measure: aurocMeasure(table), missing: missingKind(kindsOf(table), 'both') };
}
