import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/rejection/decide.ts';

const candidates = [
  { identity: 'Lan', score: 0.62 },
  { identity: 'Hoa', score: 0.21 },
];

describe('a decision', () => {
  it('names the best candidate above the threshold and says by how much', () => {
    expect(decide(candidates, { value: 0.42 })).toEqual({
      decision: { kind: 'identified', identity: 'Lan', score: 0.62 },
      reason: '0.62 is 0.20 above the threshold 0.42; next best is Hoa at 0.21',
    });
  });

  it('is unknown below the threshold', () => {
    expect(decide(candidates, { value: 0.7 })).toEqual({
      decision: { kind: 'unknown', bestScore: 0.62 },
      reason: 'best score 0.62 is below the threshold 0.70: Lan is the most alike',
    });
  });

  it('accepts a score equal to the threshold', () => {
    expect(decide(candidates, { value: 0.62 }).decision.kind).toBe('identified');
  });

  it('shows as many digits as tell score and threshold apart', () => {
    expect(decide(candidates, { value: 0.6204 }).reason).toContain('0.6200 is below the threshold 0.6204');
  });

  it('says so when nobody else is enrolled', () => {
    expect(decide(candidates.slice(0, 1), { value: 0.4 }).reason).toContain('nobody else is enrolled');
  });

  it('follows what a rejector says, and tells both numbers', () => {
    const threshold = { value: 2.5, rejector: 'learned' };
    expect(decide(candidates, threshold, 3.75)).toEqual({
      decision: { kind: 'identified', identity: 'Lan', score: 0.62 },
      reason:
        "rejector 'learned': 3.75 is 1.25 above the threshold 2.50; Lan is at 0.62, next best is Hoa at 0.21",
    });
    expect(decide(candidates, threshold, -1)).toEqual({
      decision: { kind: 'unknown', bestScore: 0.62 },
      reason: "rejector 'learned': -1.00 is below the threshold 2.50; Lan, at 0.62, is the most alike",
    });
  });

  it('needs a candidate', () => {
    expect(() => decide([], { value: 0.4 })).toThrow(expect.objectContaining({ code: 'PEOPLE_EMPTY' }));
  });
});
