import { betaQuantile } from './beta.ts';
import type { Random } from './random.ts';

/** Two ends of an interval, low first. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Arithmetic mean. Throws `RangeError` for no values. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('The mean of no values is not defined.');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Sample standard deviation (divided by n - 1) in two passes; 0 for one value. Throws `RangeError` for none. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  if (values.length === 1) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/**
 * Quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
 * @param values in any order, at least one @param share in [0, 1]
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) throw new RangeError('The quantile of no values is not defined.');
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  if (below === above) return sorted[below];
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The 97.5 % point of the standard normal distribution. */
const Z95 = 1.959963984540054;

/** 95 % score interval of a share (Wilson 1927). @param successes may be fractional, in [0, trials] */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const spread =
    (Z95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return {
    low: successes <= 0 ? 0 : Math.max(0, centre - spread),
    high: successes >= trials ? 1 : Math.min(1, centre + spread),
  };
}

/** A sum of shares that is less than this away from none, or all, of the trials differs only by rounding. */
const NEGLIGIBLE = 1e-9;

/**
 * Exact 95 % interval of a share (Clopper and Pearson 1934): never covers less than it says.
 * @param successes in [0, trials]; a sum of values in [0, 1] is fine, since it varies less than a count of the same mean
 */
export function clopperPearsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const failures = trials - successes;
  return {
    low: successes < NEGLIGIBLE ? 0 : betaQuantile(0.025, successes, failures + 1),
    high: failures < NEGLIGIBLE ? 1 : betaQuantile(0.975, successes + 1, failures),
  };
}

/** How a bootstrap is drawn. */
export interface BootstrapOptions {
  readonly random: Random;
  readonly resampleCount: number;
}

/**
 * 95 % percentile interval of a statistic whose data come in groups (Efron 1979). Within each stratum, groups are drawn
 * whole, with replacement, as many as there are.
 * @param groupCounts groups in each stratum, at least one in all
 * @param statistic takes, for each stratum, the places of the drawn groups; the same arrays each time
 */
export function bootstrapInterval(
  groupCounts: readonly number[],
  statistic: (drawn: readonly Int32Array[]) => number,
  options: BootstrapOptions,
): Interval {
  if (!groupCounts.some((count) => count > 0)) throw new RangeError('A bootstrap needs at least one group.');
  const drawn = groupCounts.map((count) => new Int32Array(count));
  const results = new Float64Array(options.resampleCount);
  for (let r = 0; r < results.length; r++) {
    for (const stratum of drawn) {
      for (let g = 0; g < stratum.length; g++) stratum[g] = Math.floor(options.random() * stratum.length);
    }
    results[r] = statistic(drawn);
  }
  return { low: quantile(results, 0.025), high: quantile(results, 0.975) };
}
