import type { Box, Detection } from '../core/face.ts';

/** Detections that overlap a better one by more than this share are the same face again. */
const MAX_OVERLAP = 0.4;

/** Greedy non-maximum suppression: best score first, without those that overlap a better one too much. */
export function suppressOverlaps(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((one, other) => other.score - one.score)) {
    if (kept.every((better) => overlap(better.box, candidate.box) <= MAX_OVERLAP)) kept.push(candidate);
  }
  return kept;
}

/** Area two boxes share over the area they cover together, in [0, 1]. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.xPx + one.widthPx, other.xPx + other.widthPx) - Math.max(one.xPx, other.xPx);
  const height = Math.min(one.yPx + one.heightPx, other.yPx + other.heightPx) - Math.max(one.yPx, other.yPx);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.widthPx * one.heightPx + other.widthPx * other.heightPx - shared);
}
