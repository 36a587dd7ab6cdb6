import { describe, expect, it } from 'vitest';
import type { EvaluatedSearch } from '../../../../src/evaluation/evaluated-search.ts';
import { robustnessFigures } from '../../../../src/evaluation/robustness/robustness-row.ts';

/** A search whose best candidate has a score; its mate comes first where it is mated. No score: no face. */
function search(photo: string, isMated: boolean, score?: number): EvaluatedSearch {
  const found =
    score === undefined ? {} : { found: { bestScore: score, ...(isMated && { mate: { rank: 1, score } }) } };
  return {
    photo,
    person: photo,
    isMated,
    ...found,
    truth: '',
    labels: [],
    candidates: [],
    enrolledPhotoCount: 1,
  };
}

const BEFORE = [
  search('a', true, 0.9),
  search('b', true, 0.8),
  search('c', true, 0.3),
  search('s', false, 0.2),
  search('t', false, 0.7),
];
const AFTER = [
  search('a', true, 0.7),
  search('b', true),
  search('c', true, 0.6),
  search('s', false, 0.1),
  search('t', false, 0.4),
];

describe('robustnessFigures', () => {
  it('counts at the threshold it is given', () => {
    const { dir, rank1, fpir, withoutFace, matedSearches, nonMatedSearches } = robustnessFigures(
      BEFORE,
      AFTER,
      0.5,
    );
    expect(dir.value).toBeCloseTo(2 / 3, 12);
    expect(rank1.value).toBeCloseTo(2 / 3, 12);
    expect([fpir.value, withoutFace, matedSearches, nonMatedSearches]).toEqual([0, 1, 3, 2]);
  });

  it('tells the change photo by photo: one lost and one won are no change', () => {
    const { dirChange } = robustnessFigures(BEFORE, AFTER, 0.5);
    expect(dirChange.value).toBe(0);
    expect(dirChange.low).toBeLessThan(0);
    expect(dirChange.high).toBeGreaterThan(0);
  });

  it('is without change beside itself', () => {
    const { dirChange } = robustnessFigures(BEFORE, BEFORE, 0.5);
    expect([dirChange.value, dirChange.low, dirChange.high]).toEqual([0, 0, 0]);
  });

  it('says what cannot be measured', () => {
    const { dirAtOnePercent } = robustnessFigures(BEFORE, AFTER, 0.5);
    expect(dirAtOnePercent).toMatchObject({ value: null, reason: expect.stringContaining('300') });
    const matedOnly = robustnessFigures(BEFORE.slice(0, 3), AFTER.slice(0, 3), 0.5);
    expect(matedOnly.fpir).toMatchObject({ value: null, reason: expect.stringContaining('stranger') });
  });

  it('compares the same photos only', () => {
    expect(() => robustnessFigures(BEFORE, [...AFTER].reverse(), 0.5)).toThrow(RangeError);
  });
});
