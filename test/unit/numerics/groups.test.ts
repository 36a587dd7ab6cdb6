import { describe, expect, test } from 'vitest';
import {
  groupCounts,
  groupDirections,
  groupMaximaInto,
  groupResiduals,
} from '../../../src/numerics/groups.ts';
import { logSumExp } from '../../../src/numerics/log-sum-exp.ts';

const grouped = {
  rows: { data: Float32Array.of(1, 0, 0, 1, 3, 4, 1, 0, -1, 0), rows: 5, cols: 2 },
  groupOf: Int32Array.of(0, 0, 2, 3, 3),
  groupCount: 4,
};

describe('groups of rows', () => {
  test('a direction is the mean at unit length, zeros for nobody and for rows that cancel out', () => {
    const { data } = groupDirections(grouped);
    const half = Math.fround(Math.SQRT1_2);
    expect([...data]).toEqual([half, half, 0, 0, Math.fround(0.6), Math.fround(0.8), 0, 0]);
    expect([...groupCounts(grouped.groupOf, 4)]).toEqual([2, 0, 1, 2]);
  });

  test('residuals are about the own mean, made up for it, and none comes from a single row', () => {
    const { values, count } = groupResiduals(grouped);
    expect(count).toBe(4);
    const half = Math.SQRT1_2;
    const expected = [half, -half, -half, half, Math.SQRT2, 0, -Math.SQRT2, 0];
    expected.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 12);
    });
  });

  test('the largest value of each group, -Infinity for an empty one', () => {
    const out = new Float64Array(4);
    groupMaximaInto(Float32Array.of(1, 2, -5, -1, -2), grouped.groupOf, out);
    expect([...out]).toEqual([2, Number.NEGATIVE_INFINITY, -5, -1]);
  });
});

test('the logarithm of a sum of exponentials does not overflow', () => {
  expect(logSumExp(Float64Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 9);
  expect(logSumExp(Float64Array.of(0, Math.log(3)))).toBeCloseTo(Math.log(4), 12);
  expect(logSumExp(new Float64Array(0))).toBe(Number.NEGATIVE_INFINITY);
});
