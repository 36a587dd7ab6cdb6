import { describe, expect, it } from 'vitest';
import { thinnedByLog, thinnedEvenly } from '../../../../src/evaluation/findings/thinned.ts';

describe('a thinned curve', () => {
  it('keeps 0, the least, the greatest, and about as many values a decade', () => {
    const kept = thinnedByLog([0, ...Array.from({ length: 10_000 }, (_, place) => (place + 1) / 10_000)], 40);
    expect(kept.length).toBeLessThanOrEqual(40);
    expect([kept[0], kept[1], kept.at(-1)]).toEqual([0, 0.0001, 1]);
    const inDecade = (from: number): number =>
      kept.filter((value) => value >= from && value < 10 * from).length;
    expect(inDecade(0.1)).toBeGreaterThan(6);
    expect(inDecade(0.001)).toBeGreaterThan(5);
  });

  it('is left alone where it is short', () => {
    expect(thinnedByLog([0, 0.5, 1], 3)).toEqual([0, 0.5, 1]);
    expect(thinnedEvenly([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('keeps both ends of a list and as many between as it may', () => {
    expect(thinnedEvenly([...Array(101).keys()], 5)).toEqual([0, 25, 50, 75, 100]);
  });
});
