import type { Landmarks } from './face.ts';

/**
 * Where the five landmarks of an upright face lie in InsightFace's 112x112 crop, in pixels. Every alignment template is
 * made of these, and the geometry of a detected face is judged by them.
 */
export const UPRIGHT_FIVE_POINTS: Landmarks = Float32Array.of(
  ...[38.2946, 51.6963],
  ...[73.5318, 51.5014],
  ...[56.0252, 71.7366],
  ...[41.5493, 92.3655],
  ...[70.7299, 92.2041],
);
