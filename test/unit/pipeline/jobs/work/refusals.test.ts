import { describe, expect, it } from 'vitest';
import { refusedWays } from '../../../../../src/pipeline/jobs/work/refusals.ts';

describe('refusedWays', () => {
  it('asks for a way again after a minute, and tells the same reason once', () => {
    let nowMs = 0;
    const refusals = refusedWays(() => nowMs);
    expect(refusals.has('a')).toBe(false);
    expect(refusals.add('a', 'no disk')).toBe(true);
    expect(refusals.has('a')).toBe(true);
    nowMs = 60_000;
    expect(refusals.has('a')).toBe(false);
    expect(refusals.add('a', 'no disk')).toBe(false);
    expect(refusals.add('a', 'no network')).toBe(true);
  });
});
