import type { Box } from '../core/face.ts';

/** Detections that overlap a better one by more than this share are the same face again. */
const MAX_OVERLAP = 0.4;

/** What is known of a face before its landmarks are. */
export interface Candidate {
  readonly score: number;
  readonly box: Box;
}

/** How two boxes are told to be one face. */
export interface OverlapRule {
  /** Greatest overlap of two faces. */
  readonly maxOverlap?: number;
  /** In [0, 1]. */
  readonly measure?: (one: Box, other: Box) => number;
}

/** Greedy non-maximum suppression: best score first, without those that overlap a better one too much. */
export function suppressOverlaps<T extends Candidate>(
  candidates: readonly T[],
  { maxOverlap = MAX_OVERLAP, measure = overlap }: OverlapRule = {},
): T[] {
  const kept: T[] = [];
  for (const candidate of [...candidates].sort((one, other) => other.score - one.score)) {
    if (kept.every((better) => measure(better.box, candidate.box) <= maxOverlap)) kept.push(candidate);
  }
  return kept;
}

/** Area two boxes share over the area they cover together, in [0, 1]. */
export function overlap(one: Box, other: Box): number {
  const shared = sharedArea(one, other);
  return shared === 0 ? 0 : shared / (areaOf(one) + areaOf(other) - shared);
}

/** Area two boxes share over that of the smaller one, in [0, 1]: 1 for a box inside another. */
export function overlapOfSmaller(one: Box, other: Box): number {
  const shared = sharedArea(one, other);
  return shared === 0 ? 0 : shared / Math.min(areaOf(one), areaOf(other));
}

function areaOf({ widthPx, heightPx }: Box): number {
  return widthPx * heightPx;
}

function sharedArea(one: Box, other: Box): number {
  const width = Math.min(one.xPx + one.widthPx, other.xPx + other.widthPx) - Math.max(one.xPx, other.xPx);
  const height = Math.min(one.yPx + one.heightPx, other.yPx + other.heightPx) - Math.max(one.yPx, other.yPx);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
