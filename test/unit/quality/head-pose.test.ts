import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UPRIGHT_FIVE_POINTS } from '../../../src/core/five-points.ts';
import { headPose } from '../../../src/quality/head-pose.ts';

/** A head of the mean shape seen from afar, turned; 100 px from eyes to mouth. */
function turnedHead(yawDeg: number, pitchDeg: number, rollDeg: number): Float32Array {
  const [yaw, pitch, roll] = [-yawDeg, -pitchDeg, rollDeg].map((angle) => (angle * Math.PI) / 180);
  const points = [
    [-0.49, 0, 0],
    [0.49, 0, 0],
    [0, 0.55, -0.55],
    [-0.41, 1, 0],
    [0.41, 1, 0],
  ];
  return Float32Array.from(
    points.flatMap(([x, y, z]) => {
      const [y1, z1] = [y * Math.cos(pitch) - z * Math.sin(pitch), y * Math.sin(pitch) + z * Math.cos(pitch)];
      const x2 = x * Math.cos(yaw) + z1 * Math.sin(yaw);
      const seen = [x2 * Math.cos(roll) - y1 * Math.sin(roll), x2 * Math.sin(roll) + y1 * Math.cos(roll)];
      return seen.map((value) => 300 + 100 * value);
    }),
  );
}

const angle = (limit: number) => fc.integer({ min: -limit, max: limit });

describe('headPose', () => {
  test('finds the angles a mean head was turned by', () => {
    fc.assert(
      fc.property(angle(80), angle(70), angle(179), (yaw, pitch, roll) => {
        const found = headPose(turnedHead(yaw, pitch, roll));
        expect(found.yawDeg).toBeCloseTo(yaw, 2);
        expect(found.pitchDeg).toBeCloseTo(pitch, 2);
        expect(found.rollDeg).toBeCloseTo(roll, 2);
      }),
    );
  });

  test('is turned to the right of the image where the nose lies right of the middle', () => {
    const points = Float32Array.from(UPRIGHT_FIVE_POINTS);
    points[4] += 8;
    expect(headPose(points).yawDeg).toBeGreaterThan(10);
  });

  test('looks up where the nose lies higher', () => {
    const points = Float32Array.from(UPRIGHT_FIVE_POINTS);
    points[5] -= 8;
    expect(headPose(points).pitchDeg).toBeGreaterThan(headPose(UPRIGHT_FIVE_POINTS).pitchDeg + 5);
  });

  test('takes the template of upright faces for one that looks ahead', () => {
    const { yawDeg, pitchDeg, rollDeg } = headPose(UPRIGHT_FIVE_POINTS);
    expect(Math.max(Math.abs(yawDeg), Math.abs(pitchDeg), Math.abs(rollDeg))).toBeLessThan(6);
  });

  test('does not depend on place or size', () => {
    const points = turnedHead(25, -10, 5);
    const found = headPose(points.map((value) => 0.3 * value - 40));
    expect(found.yawDeg).toBeCloseTo(25, 2);
    expect(found.pitchDeg).toBeCloseTo(-10, 2);
  });

  test('takes landmarks without width for a head seen from the side, without height for one seen from above', () => {
    const flat = (kept: 0 | 1) => UPRIGHT_FIVE_POINTS.map((value, i) => (i % 2 === kept ? value : 0));
    expect(Math.abs(headPose(flat(1)).yawDeg)).toBeGreaterThan(85);
    expect(Math.abs(headPose(flat(0)).pitchDeg)).toBeGreaterThan(85);
  });

  test.each([
    ['one spot', [0, 0]],
    ['a falling line', [1, 1]],
    ['a rising line', [1, -1]],
  ] as const)('gives numbers for landmarks on %s', (_, [x, y]) => {
    const points = Float32Array.from({ length: 10 }, (_, i) => (i >> 1) * (i % 2 === 0 ? x : y));
    for (const angle of Object.values(headPose(points))) expect(angle).not.toBeNaN();
  });
});
