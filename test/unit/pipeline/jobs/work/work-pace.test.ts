import { describe, expect, it } from 'vitest';
import { workPace } from '../../../../../src/pipeline/jobs/work/work-pace.ts';

function pacedClock() {
  let nowMs = 0;
  const pace = workPace(() => nowMs);
  return { pace, pass: (seconds: number) => (nowMs += 1000 * seconds) };
}

describe('workPace', () => {
  it('tells how much is left of a shard by the pace so far', () => {
    const { pace, pass } = pacedClock();
    expect(pace.secondsLeft()).toBe(0);
    pace.begin(10);
    expect(pace.secondsLeft()).toBe(Number.POSITIVE_INFINITY);
    pass(2);
    pace.count();
    expect(pace.secondsLeft()).toBe(18);
  });

  it('is silent only while a shard is in work', () => {
    const { pace, pass } = pacedClock();
    pace.begin(2);
    pass(3);
    expect(pace.secondsSilent()).toBe(3);
    pace.count();
    expect(pace.secondsSilent()).toBe(0);
    pace.end();
    pass(50);
    expect(pace.secondsSilent()).toBe(0);
  });

  it('forgets what was long ago in its rate, and not in its count', () => {
    const { pace, pass } = pacedClock();
    pace.begin(100);
    pass(10);
    for (let i = 0; i < 30; i++) pace.count();
    expect(pace.photosPerSecond()).toBe(3);
    pass(60);
    expect(pace.photosPerSecond()).toBe(0);
    expect(pace.photoCount()).toBe(30);
  });
});
