import type { PhotoResult } from '../core/identification.ts';

/** The range of scores that bars run over; `low < high`. */
export interface ScoreAxis {
  readonly low: number;
  readonly high: number;
}

/**
 * One axis for the whole page, so that bars compare: tenths around every shown score and the threshold, from 0 where that is
 * near.
 * @param threshold absent where it is not one of these scores
 */
export function scoreAxis(photos: readonly PhotoResult[], threshold?: number): ScoreAxis {
  let low = threshold ?? Number.POSITIVE_INFINITY;
  let high = threshold ?? Number.NEGATIVE_INFINITY;
  for (const photo of photos) {
    if (photo.kind !== 'searched') continue;
    for (const { candidates } of photo.faces) {
      for (const { score } of candidates) {
        low = Math.min(low, score);
        high = Math.max(high, score);
      }
    }
  }
  if (low > high) return { low: 0, high: 1 };
  const top = Math.ceil(high * 10 + 1e-9) / 10;
  // Networks whose every score lies near 1 would draw bars that all look full.
  const isCrowded = low > 0.5 * high;
  const bottom = isCrowded ? Math.floor(low * 10 - 1e-9) / 10 : 0;
  return { low: bottom, high: Math.max(top, bottom + 0.1) };
}

/** Where a score stands on the axis, in per cent of its length; scores off the axis stand at its end. */
export function axisPercent({ low, high }: ScoreAxis, score: number): number {
  const share = (score - low) / (high - low);
  return Math.round(Math.min(Math.max(share, 0), 1) * 10_000) / 100;
}
