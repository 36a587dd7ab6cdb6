import type { Threshold } from '../core/identification.ts';

/** A calibration in one plain sentence or two. @param needed people without whom the rate cannot be promised */
export function calibrationStatement(threshold: Omit<Threshold, 'statement'>, needed: number): string {
  const { fpirAsked, setOn, personCount, value } = threshold;
  const asked = oneIn(fpirAsked);
  if (personCount === 0) {
    const why =
      setOn === 'strangers'
        ? 'None of the strangers has a photo with a face'
        : 'Only one person is enrolled and there are no strangers, so there is nobody to set a threshold on';
    return `${why}: ${value} is used and nothing is promised. Give photos of at least ${needed} strangers to promise that at most ${asked} is named.`;
  }
  if (!threshold.isPromised) {
    return `Not enough ${people(threshold)} to promise that at most ${asked} strangers is named: ${needed} are needed. The threshold, ${value.toFixed(3)}, lies above every score they reached.`;
  }
  return `At most ${asked} strangers should be named: ${measured(threshold)} on ${people(threshold)}, by thresholds they had no part in.`;
}

/** A share of strangers in words: `1 in 100`, or `2.5 in 100` where it is not one in a whole number. */
export function oneIn(share: number): string {
  const whole = Math.round(1 / share);
  return Math.abs(whole * share - 1) < 1e-9 ? `1 in ${whole}` : `${decimals(100 * share)} in 100`;
}

function measured({ realisedFpir: { rate, low, high } }: Omit<Threshold, 'statement'>): string {
  return `measured ${decimals(100 * rate)} % (95 % interval ${decimals(100 * low)} to ${decimals(100 * high)} %)`;
}

function people({ setOn, personCount }: Omit<Threshold, 'statement'>): string {
  const count = personCount === 1 ? '1 person' : `${personCount} people`;
  return setOn === 'strangers' ? `strangers (${count})` : `enrolled people searched as strangers (${count})`;
}

function decimals(value: number): string {
  return String(Number(value.toPrecision(2)));
}
