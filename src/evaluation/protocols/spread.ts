import { mean, standardDeviation } from '../../numerics/statistics.ts';

/** How a figure varies over trials or repeats. Null where no trial could measure it. */
export interface Spread {
  readonly mean: number | null;
  /** Sample standard deviation, divided by n - 1; 0 for one trial. */
  readonly sd: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
  /** Of each trial, in order; null for one that could not measure it. */
  readonly values: readonly (number | null)[];
}

/** The spread of a figure over trials; a trial that could not measure it gives undefined. */
export function spreadOf(values: readonly (number | undefined)[]): Spread {
  const measured = values.filter((value) => value !== undefined);
  const all = values.map((value) => value ?? null);
  if (measured.length === 0) return { mean: null, sd: null, least: null, greatest: null, values: all };
  return {
    mean: mean(measured),
    sd: standardDeviation(measured),
    least: Math.min(...measured),
    greatest: Math.max(...measured),
    values: all,
  };
}

/** Mean less one standard deviation, as BLUFR reports its figures; null where there is no mean. */
export function meanLessDeviation({ mean: centre, sd }: Spread): number | null {
  return centre === null || sd === null ? null : centre - sd;
}
