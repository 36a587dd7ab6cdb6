import { describe, expect, it } from 'vitest';
import { axisPercent, scoreAxis } from '../../../src/report/score-axis.ts';
import { madeFace } from './made-report.ts';

describe('the axis of score bars', () => {
  it('runs from 0 to the tenth above the best score', () => {
    const photos = [{ kind: 'searched', photo: 'a.jpg', faces: [madeFace('Lan', 0.62)] }] as const;
    const axis = scoreAxis(photos, 0.4);
    expect(axis).toEqual({ low: 0, high: 0.7 });
    expect(axisPercent(axis, 0.35)).toBe(50);
  });

  it('starts near the lowest score where every score is high', () => {
    const candidates = [
      { identity: 'Lan', score: 0.97 },
      { identity: 'Hoa', score: 0.88 },
    ];
    const photos = [
      { kind: 'searched', photo: 'a.jpg', faces: [madeFace('Lan', 0.97, { candidates })] },
    ] as const;
    expect(scoreAxis(photos, 0.93)).toEqual({ low: 0.8, high: 1 });
  });

  it('puts scores off the axis at its ends', () => {
    expect(axisPercent({ low: 0, high: 1 }, -0.2)).toBe(0);
    expect(axisPercent({ low: 0, high: 1 }, 1.2)).toBe(100);
  });

  it('has a length even without any photo', () => {
    const { low, high } = scoreAxis([], 0);
    expect(high).toBeGreaterThan(low);
  });
});
