import { describe, expect, test } from 'vitest';
import { UPRIGHT_FIVE_POINTS } from '../../../src/core/five-points.ts';
import { isPlausible, isUpright, misfit } from '../../../src/detection/plausible.ts';
import { applySimilarity } from '../../../src/numerics/similarity-transform.ts';

const turned = (degrees: number) => {
  const angle = (degrees / 180) * Math.PI;
  return applySimilarity(
    { a: 2 * Math.cos(angle), b: 2 * Math.sin(angle), tx: 9, ty: -3 },
    UPRIGHT_FIVE_POINTS,
  );
};

describe('isUpright', () => {
  test.each([0, 30, -30])('holds for a face tilted by %i degrees', (degrees) => {
    expect(isUpright(turned(degrees))).toBe(true);
  });

  test.each([90, 180, 270])('does not hold for a face turned by %i degrees', (degrees) => {
    expect(isUpright(turned(degrees))).toBe(false);
  });

  test('does not hold when the nose is above the eyes', () => {
    const landmarks = UPRIGHT_FIVE_POINTS.slice();
    landmarks[5] = 40;
    expect(isUpright(landmarks)).toBe(false);
  });
});

describe('isPlausible', () => {
  test('does not hold for points in the right order but far from where a face has them', () => {
    const landmarks = Float32Array.of(0, 0, 10, 0, 40, 5, 0, 12, 10, 12);
    expect(isUpright(landmarks)).toBe(true);
    expect(isPlausible(landmarks)).toBe(false);
  });
});

describe('misfit', () => {
  test('is zero for the face of the template, however turned and scaled', () => {
    expect(misfit(turned(123))).toBeLessThan(1e-5);
  });

  test('does not change with the size of the face', () => {
    const crooked = UPRIGHT_FIVE_POINTS.map((value, i) => value + (i % 3));
    expect(misfit(crooked.map((value) => value * 3))).toBeCloseTo(misfit(crooked), 5);
  });
});
