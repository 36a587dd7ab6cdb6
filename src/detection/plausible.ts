import type { Landmarks } from '../core/face.ts';

/**
 * Whether five landmarks lie as in an upright face, tilted by at most about 45 degrees: both mouth corners below both
 * eyes, and the nose between the middle of the eyes and the middle of the mouth.
 */
export function isPlausiblyUpright(landmarks: Landmarks): boolean {
  const [eyeY1, eyeY2, noseY, mouthY1, mouthY2] = [1, 3, 5, 7, 9].map((i) => landmarks[i] as number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return (
    Math.min(mouthY1, mouthY2) > Math.max(eyeY1, eyeY2) &&
    (eyeY1 + eyeY2) / 2 < noseY &&
    noseY < (mouthY1 + mouthY2) / 2
  );
}
