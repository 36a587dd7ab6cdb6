/** A rate in per cent with one decimal, two where it is next to 0 or 1: `97.3 %`. */
export function rateText(rate: number): string {
  if (rate === 0 || rate === 1) return `${100 * rate}\u00A0%`;
  const isNearEdge = Math.min(rate, 1 - rate) < 0.01;
  return `${(100 * rate).toFixed(isNearEdge ? 2 : 1)}\u00A0%`;
}

/** An interval of two rates as text; empty where it is not known. */
export function intervalText({
  low,
  high,
}: {
  readonly low: number | null;
  readonly high: number | null;
}): string {
  return low === null || high === null ? '' : `${rateText(low)} to ${rateText(high)}`;
}
