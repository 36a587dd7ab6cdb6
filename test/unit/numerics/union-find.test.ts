import { expect, test } from 'vitest';
import { groupsOfPairs } from '../../../src/numerics/union-find.ts';

test('pairs chain into groups, numbered by their first members', () => {
  const pairs = [
    [4, 2],
    [2, 0],
    [5, 3],
  ] as const;
  expect([...groupsOfPairs(6, pairs)]).toEqual([0, 1, 0, 2, 0, 2]);
});

test('without pairs everything is on its own', () => {
  expect([...groupsOfPairs(3, [])]).toEqual([0, 1, 2]);
});

test('a pair of something that is not there is refused', () => {
  expect(() => groupsOfPairs(2, [[0, 2]])).toThrow(RangeError);
});
