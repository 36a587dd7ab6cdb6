import { float32Error } from '../numerics/float32-error.ts';
import type { VectorHit } from './vector-index.ts';

/** What an index looked at, to judge whether it looked at enough. */
export interface LookedAt {
  /** The best of it, by exact cosines. */
  readonly hits: readonly VectorHit[];
  /** Product of the last vector looked at, by which the index orders; all others have at most this. */
  readonly lastProduct: number;
  /** Most that a product may be off. */
  readonly error: number;
}

/** Whether no vector that an index did not look at can be among the best. */
export function isCertain({ hits, lastProduct, error }: LookedAt): boolean {
  const worst = hits.at(-1);
  return worst !== undefined && lastProduct + error < worst.score;
}

/** Most that it may be off where both vectors were rounded to half precision first, which changes each value by 2^-11 of it. */
export function float16Error(dimension: number): number {
  return float32Error(dimension) + 2 * 2 ** -11;
}
