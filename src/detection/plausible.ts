import type { Landmarks } from '../core/face.ts';
import { UPRIGHT_FIVE_POINTS } from '../core/five-points.ts';
import { applySimilarity, estimateSimilarity } from '../numerics/similarity-transform.ts';

/** How far landmarks may lie from those of a face, over the distance of its eyes; faces in LFW stay below 0.16 nine times in ten. */
const MAX_MISFIT = 0.2;

/**
 * Whether five landmarks lie one above the other as in an upright face, tilted by at most about 45 degrees: both mouth
 * corners below both eyes, and the nose between the middle of the eyes and the middle of the mouth.
 */
export function isUpright(landmarks: Landmarks): boolean {
  const y = (point: number): number => landmarks[2 * point + 1] as number;
  return Math.min(y(3), y(4)) > Math.max(y(0), y(1)) && (y(0) + y(1)) / 2 < y(2) && y(2) < (y(3) + y(4)) / 2;
}

/** Whether five landmarks are upright and lie about where a face has them. */
export function isPlausible(landmarks: Landmarks): boolean {
  return isUpright(landmarks) && misfit(landmarks) <= MAX_MISFIT;
}

/** Root mean square distance of landmarks to the best fit of an upright face, over the distance of that face's eyes. */
export function misfit(landmarks: Landmarks): number {
  const fitted = applySimilarity(estimateSimilarity(UPRIGHT_FIVE_POINTS, landmarks), UPRIGHT_FIVE_POINTS);
  let square = 0;
  fitted.forEach((value, i) => {
    square += (value - (landmarks[i] as number)) ** 2;
  });
  const [x1, y1, x2, y2] = fitted as unknown as [number, number, number, number];
  return Math.sqrt(square / 5) / Math.hypot(x2 - x1, y2 - y1);
}
