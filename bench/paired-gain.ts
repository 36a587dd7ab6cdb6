import type { RateEstimate } from '../src/core/identification.ts';
import { bootstrapByPerson } from '../src/evaluation/bootstrap.ts';
import type { SearchRecord } from '../src/evaluation/search-record.ts';
import { seededRandom } from '../src/numerics/random.ts';

/** What is compared: two lists of outcomes of the same searches, in one order. */
export interface PairedOutcomes<T> {
  readonly ours: readonly T[];
  readonly theirs: readonly T[];
}

/** The difference of a figure, ours less theirs, with its 95 % interval by a paired bootstrap over people. */
export function pairedGain<T extends SearchRecord>(
  metric: (outcomes: readonly T[]) => number,
  { ours, theirs }: PairedOutcomes<T>,
  options: { readonly seed: number; readonly resampleCount: number },
): RateEstimate {
  const pairs = ours.map((one, i) => ({ ...one, ours: one, theirs: theirs[i] as T }));
  return bootstrapByPerson(
    pairs,
    (drawn) => metric(drawn.map((pair) => pair.ours)) - metric(drawn.map((pair) => pair.theirs)),
    { random: seededRandom(options.seed), resampleCount: options.resampleCount },
  );
}

/** A difference with its interval and signs, as text. */
export function signedInterval({ rate, low, high }: RateEstimate): string {
  return `${signed(rate)} (${signed(low)}, ${signed(high)})`;
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}
