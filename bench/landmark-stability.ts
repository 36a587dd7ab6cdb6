import type { Detection } from '../src/core/face.ts';
import type { RgbImage } from '../src/core/image.ts';
import { flipHorizontally } from '../src/images/flip.ts';
import { resizeImage } from '../src/images/resize.ts';
import { warpSimilarity } from '../src/images/warp.ts';

/** A change of the photo that should not move the points a detector finds. */
export interface PhotoChange {
  /** Size of the changed photo over that of the photo. */
  readonly scale: number;
  apply(photo: RgbImage): RgbImage;
  /** Where a point of the changed photo lies in the photo. */
  back(x: number, y: number): readonly [x: number, y: number];
  /** The landmark of the changed photo that shows each landmark of the photo. */
  readonly order: readonly number[];
}

const SHIFT_PX = 3;
const SCALE = 1.1;
const BRIGHTNESS = 0.8;
const LFW_SIDE_PX = 250;
const SAME_ORDER = [0, 1, 2, 3, 4];

/** Shifted by 3 pixels both ways, scaled by 1.1, darkened to 0.8, mirrored. For photos as wide as LFW's. */
export const CHANGES: readonly PhotoChange[] = [
  {
    scale: 1,
    apply: (photo) =>
      warpSimilarity(photo, { a: 1, b: 0, tx: SHIFT_PX, ty: SHIFT_PX }, photo.widthPx, photo.heightPx),
    back: (x, y) => [x - SHIFT_PX, y - SHIFT_PX],
    order: SAME_ORDER,
  },
  {
    scale: SCALE,
    apply: (photo) =>
      resizeImage(photo, Math.round(photo.widthPx * SCALE), Math.round(photo.heightPx * SCALE)),
    back: (x, y) => [(x + 0.5) / SCALE - 0.5, (y + 0.5) / SCALE - 0.5],
    order: SAME_ORDER,
  },
  {
    scale: 1,
    apply: (photo) => ({ ...photo, pixels: photo.pixels.map((value) => value * BRIGHTNESS + 0.5) }),
    back: (x, y) => [x, y],
    order: SAME_ORDER,
  },
  {
    scale: 1,
    apply: flipHorizontally,
    back: (x, y) => [LFW_SIDE_PX - 1 - x, y],
    order: [1, 0, 2, 4, 3],
  },
];

/**
 * Mean distance of a face's landmarks from those of the nearest face found in the changed photo, over the eye distance; 1
 * when that is more, or when there is none.
 */
export function landmarkError(face: Detection, found: readonly Detection[], change: PhotoChange): number {
  const { landmarks } = face;
  const eyes = Math.hypot(landmarks[2] - landmarks[0], landmarks[3] - landmarks[1]);
  const errors = found.map((other) => {
    const distances = change.order.map((point, i) => {
      const [x, y] = change.back(other.landmarks[2 * point], other.landmarks[2 * point + 1]);
      return Math.hypot(x - landmarks[2 * i], y - landmarks[2 * i + 1]);
    });
    return distances.reduce((sum, distance) => sum + distance, 0) / distances.length / eyes;
  });
  return Math.min(1, ...errors);
}
