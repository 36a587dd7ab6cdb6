/** Axis-aligned rectangle in photo pixels, origin at the top left. */
export interface Box {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Five points in photo pixels, shape [5, 2] row-major: image-left eye, image-right eye, nose tip, image-left mouth
 * corner, image-right mouth corner, for an upright face. Pixel centres lie at whole numbers.
 */
export type Landmarks = Float32Array;

/** One face found in a photo. `score` is the detector's own, in [0, 1]. */
export interface Detection {
  readonly box: Box;
  readonly landmarks: Landmarks;
  readonly score: number;
}

/**
 * The step of the detection cascade that answered, in the order they are tried. `given` marks a photo that came in
 * already aligned.
 */
export const DETECTION_RUNGS = [
  'normal',
  'enlarged',
  'low-threshold',
  'blurred',
  'rotated-90',
  'rotated-180',
  'rotated-270',
  'given',
] as const;

/** One of {@link DETECTION_RUNGS}. */
export type DetectionRung = (typeof DETECTION_RUNGS)[number];

/** What the cascade has to say about one photo: its faces, best first, and the rung that found them; or none. */
export type DetectionOutcome =
  | { readonly kind: 'found'; readonly rung: DetectionRung; readonly faces: readonly Detection[] }
  | { readonly kind: 'no-face' };
