import type { Landmarks } from '../core/face.ts';

/** Where a head is turned to, in degrees; all 0 for a face that looks into the camera. */
export interface HeadPose {
  /** About the head's upright axis, in [-90, 90]: above 0 where the nose points to the right of the upright image. */
  readonly yawDeg: number;
  /** Up and down, in [-180, 180]: above 0 where the nose points up. */
  readonly pitchDeg: number;
  /** In the plane of the image, in [-180, 180]: above 0 where the head is turned clockwise. */
  readonly rollDeg: number;
}

type Point3 = readonly [x: number, y: number, z: number];

/**
 * The five landmarks of a head that looks into the camera, in heights from the eyes to the mouth: x to the right, y down, z
 * away from the camera. Measured on LFW (`bench/head-shape.ts`).
 */
const HEAD: readonly Point3[] = [
  [-0.49, 0, 0],
  [0.49, 0, 0],
  [0, 0.55, -0.55],
  [-0.41, 1, 0],
  [0.41, 1, 0],
];

/**
 * The pose of a head from its landmarks alone: the rotation under which a mean head, seen from afar, comes closest to them
 * (DeMenthon and Davis 1995, the POS step). People's noses and chins differ, so a pitch is a rough figure, a yaw a good one.
 * Landmarks without any width are those of a head seen from the side, those without any height of one seen from above; on one spot or another line
 * they show no pose, and one of many that would do is given.
 */
export function headPose(landmarks: Landmarks): HeadPose {
  const { x, y } = imageAxes(landmarks);
  // Row k of the rotation is where image axis k lies on the head; its turns in the order roll, yaw, pitch.
  const z = cross(x, y);
  return {
    yawDeg: degrees(Math.asin(clamped(z[0]))),
    pitchDeg: degrees(Math.atan2(-z[1], z[2])),
    rollDeg: degrees(Math.atan2(y[0], x[0])),
  };
}

/** The image's right and down as unit vectors of the head, made to stand at a right angle. */
function imageAxes(landmarks: Landmarks): { x: Point3; y: Point3 } {
  const right = unit(along(landmarks, 0));
  const down = unit(along(landmarks, 1));
  const together: Point3 = [right[0] + down[0], right[1] + down[1], right[2] + down[2]];
  const apart: Point3 = [right[0] - down[0], right[1] - down[1], right[2] - down[2]];
  const difference = unit(apart, perpendicular(unit(together)));
  const sum = unit(together, perpendicular(difference));
  const half = Math.SQRT1_2;
  return {
    x: [half * (sum[0] + difference[0]), half * (sum[1] + difference[1]), half * (sum[2] + difference[2])],
    y: [half * (sum[0] - difference[0]), half * (sum[1] - difference[1]), half * (sum[2] - difference[2])],
  };
}

const CENTRE: Point3 = [0, mean(HEAD.map(([, y]) => y)), mean(HEAD.map(([, , z]) => z))];
const CENTRED = HEAD.map(([x, y, z]): Point3 => [x, y - CENTRE[1], z - CENTRE[2]]);

/** The scaled axis that gives one image coordinate of the landmarks in least squares. A head is symmetric: x stands alone. */
function along(landmarks: Landmarks, axis: 0 | 1): Point3 {
  const [xx, yy, yz, zz] = [products(0, 0), products(1, 1), products(1, 2), products(2, 2)];
  const seen = [0, 1, 2].map((part) =>
    CENTRED.reduce((sum, point, i) => sum + (point[part] as number) * (landmarks[2 * i + axis] ?? 0), 0),
  );
  const [sx = 0, sy = 0, sz = 0] = seen;
  const determinant = yy * zz - yz * yz;
  return [sx / xx, (zz * sy - yz * sz) / determinant, (yy * sz - yz * sy) / determinant];
}

function products(a: 0 | 1 | 2, b: 0 | 1 | 2): number {
  return CENTRED.reduce((sum, point) => sum + point[a] * point[b], 0);
}

const TO_VIEWER: Point3 = [0, 0, 1];

/** @param otherwise the direction of a vector that has none */
function unit(vector: Point3, otherwise = TO_VIEWER): Point3 {
  const length = Math.hypot(...vector);
  return length > 0 ? [vector[0] / length, vector[1] / length, vector[2] / length] : otherwise;
}

/** Of unit length. */
function perpendicular(direction: Point3): Point3 {
  return unit(cross(direction, TO_VIEWER), [0, 1, 0]);
}

function cross(a: Point3, b: Point3): Point3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clamped(value: number): number {
  return Math.min(Math.max(value, -1), 1);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
