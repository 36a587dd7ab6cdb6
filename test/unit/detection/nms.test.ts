import { describe, expect, test } from 'vitest';
import { overlap, overlapOfSmaller, suppressOverlaps } from '../../../src/detection/nms.ts';

const box = (xPx: number, widthPx: number) => ({ xPx, yPx: 0, widthPx, heightPx: 10 });
const face = (xPx: number, score: number) => ({ box: box(xPx, 10), landmarks: new Float32Array(10), score });

describe('overlap', () => {
  test('is a third for boxes that share half of each', () => {
    expect(overlap(box(0, 10), box(5, 10))).toBeCloseTo(1 / 3, 12);
  });

  test('is zero for boxes that touch', () => {
    expect(overlap(box(0, 10), box(10, 10))).toBe(0);
  });
});

describe('suppressOverlaps', () => {
  test('keeps the better of two boxes on one face, and the face beside it', () => {
    const kept = suppressOverlaps([face(0, 0.7), face(1, 0.9), face(50, 0.8)]);
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.8]);
  });

  test('keeps boxes that share no more than 40 % of what they cover', () => {
    expect(suppressOverlaps([face(0, 0.9), face(5, 0.8)])).toHaveLength(2);
  });

  test('goes by the rule it is given', () => {
    const faces = [face(0, 0.9), face(5, 0.8)];
    expect(suppressOverlaps(faces, { maxOverlap: 0.3 })).toHaveLength(1);
    expect(suppressOverlaps(faces, { measure: overlapOfSmaller })).toHaveLength(1);
  });
});

test('a box inside another overlaps it wholly, measured by the smaller one', () => {
  expect(overlapOfSmaller(box(0, 40), box(5, 10))).toBe(1);
  expect(overlapOfSmaller(box(0, 10), box(5, 40))).toBe(0.5);
  expect(overlapOfSmaller(box(0, 10), box(10, 10))).toBe(0);
});
