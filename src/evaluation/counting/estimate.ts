import type { Estimate } from '../../core/evaluation-figures.ts';
import { clopperPearsonInterval } from '../../numerics/statistics.ts';
import type { Measured } from './resample.ts';

/** How one figure of a measure becomes an estimate. */
export interface EstimateRules {
  /** Why it cannot be measured. */
  readonly missing?: string | undefined;
  /** People it hangs on; an interval needs two. */
  readonly peopleCount: number;
  /** Whether it is a share of these people's photos that did one thing or another. */
  readonly isShare: boolean;
}

/** What a figure needs people for, said where there are too few. */
export const TOO_FEW_PEOPLE = 'An interval needs at least two people.';

/**
 * A figure and its interval. Resamples cannot show what happens to nobody: where a share is 0 or 1, the far end of the
 * interval is Clopper and Pearson's (1934), with every person one trial.
 * @param place of the figure in the measure
 */
export function estimateOf(measured: Measured, place: number, rules: EstimateRules): Estimate {
  const value = measured.values[place] as number;
  if (rules.missing !== undefined || Number.isNaN(value))
    return { value: null, low: null, high: null, reason: rules.missing ?? 'There is no search to count.' };
  if (rules.peopleCount < 2) return { value, low: null, high: null, reason: TOO_FEW_PEOPLE };
  if (rules.isShare && (value === 0 || value === 1))
    return { value, ...clopperPearsonInterval(value * rules.peopleCount, rules.peopleCount) };
  return { value, low: measured.lows[place] as number, high: measured.highs[place] as number };
}

/** The same estimate by another unit. */
export function scaled(estimate: Estimate, factor: number): Estimate {
  const by = (number: number | null): number | null => (number === null ? null : number * factor);
  return { ...estimate, value: by(estimate.value), low: by(estimate.low), high: by(estimate.high) };
}

/** The estimate of what is left to 1. */
export function complement(estimate: Estimate): Estimate {
  const rest = (number: number | null): number | null => (number === null ? null : 1 - number);
  return { ...estimate, value: rest(estimate.value), low: rest(estimate.high), high: rest(estimate.low) };
}
