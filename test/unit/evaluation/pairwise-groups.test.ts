import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairwiseGroups } from '../../../src/evaluation/pairwise-groups.ts';

describe('pairwise precision and recall of groups', () => {
  it('count pairs: 3 photos of one person and 1 of another in one group, 1 of the first alone', () => {
    // 6 pairs in the group, 3 of them of one person; 6 pairs of the first person, 3 of them together.
    expect(pairwiseGroups([0, 0, 0, 0, 1], [7, 7, 7, 8, 7])).toEqual({ precision: 0.5, recall: 0.5, f: 0.5 });
  });

  it('are perfect where groups are the people', () => {
    expect(pairwiseGroups([5, 5, 9], [1, 1, 2])).toEqual({ precision: 1, recall: 1, f: 1 });
  });

  it('are 1 where there is no pair to be wrong about', () => {
    expect(pairwiseGroups([1, 2], [1, 2])).toEqual({ precision: 1, recall: 1, f: 1 });
  });

  it('swap when groups and people are swapped', () => {
    const numbers = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(numbers, (photos) => {
        const groups = photos.map(([group]) => group);
        const people = photos.map(([, person]) => person);
        const one = pairwiseGroups(groups, people);
        const other = pairwiseGroups(people, groups);
        expect([other.precision, other.recall]).toEqual([one.recall, one.precision]);
      }),
    );
  });

  it('cannot be had without photos, or for lists of two lengths', () => {
    expect(() => pairwiseGroups([], [])).toThrow(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
    expect(() => pairwiseGroups([1], [1, 2])).toThrow(
      expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
    );
  });
});
