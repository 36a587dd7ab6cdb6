import { logGamma } from './beta.ts';

/** Successes in so many trials; whole numbers. */
export interface Trials {
  readonly successes: number;
  readonly trials: number;
}

/** Tables as likely as the one seen may differ from it by rounding. */
const AS_LIKELY = 1 + 1e-7;

/**
 * Fisher's exact test (1935) of two shares, two-sided: given all successes and all trials, the chance of a split at most as
 * likely as the one seen. 1 where there is nothing to split.
 */
export function fisherExact(first: Trials, second: Trials): number {
  const successes = first.successes + second.successes;
  const least = Math.max(0, successes - second.trials);
  const most = Math.min(successes, first.trials);
  const logChance = (count: number): number =>
    logChoose(first.trials, count) +
    logChoose(second.trials, successes - count) -
    logChoose(first.trials + second.trials, successes);
  const seen = Math.exp(logChance(first.successes)) * AS_LIKELY;
  let pValue = 0;
  for (let count = least; count <= most; count++) {
    const chance = Math.exp(logChance(count));
    if (chance <= seen) pValue += chance;
  }
  return Math.min(1, pValue);
}

function logChoose(from: number, count: number): number {
  return logGamma(from + 1) - logGamma(count + 1) - logGamma(from - count + 1);
}
