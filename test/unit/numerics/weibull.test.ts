import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/numerics/random.ts';
import { fitWeibull, weibullCdf } from '../../../src/numerics/weibull.ts';

describe('fitWeibull', () => {
  test.each([
    [0.6, 2],
    [1, 1],
    [25, 0.4],
  ])('finds shape %d and scale %d again from many values', (shape, scale) => {
    const random = seededRandom(3);
    const values = Array.from({ length: 20_000 }, () => scale * (-Math.log(1 - random())) ** (1 / shape));
    const found = fitWeibull(values);
    expect(Math.abs(found.shape / shape - 1)).toBeLessThan(0.03);
    expect(Math.abs(found.scale / scale - 1)).toBeLessThan(0.03);
  });

  test('a shape is as it was and the scale is c times as large for values c times as large', () => {
    const values = [0.2, 0.9, 0.4, 1.3, 0.7];
    const found = fitWeibull(values);
    const larger = fitWeibull(values.map((value) => 1000 * value));
    expect(larger.shape).toBeCloseTo(found.shape, 9);
    expect(larger.scale / found.scale).toBeCloseTo(1000, 6);
  });

  test('values that are all the same, one value and a zero give finite fits', () => {
    expect(fitWeibull([2, 2, 2])).toEqual({ shape: 1000, scale: expect.closeTo(2, 9) });
    expect(fitWeibull([2]).scale).toBeCloseTo(2, 9);
    const withZero = fitWeibull([0, 1, 1]);
    expect([withZero.shape, withZero.scale].every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  });

  test.each([[[]], [[0, 0]], [[1, -1]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]]])(
    'refuses the values %j',
    (values) => {
      expect(() => fitWeibull(values)).toThrow(RangeError);
    },
  );
});

test('a share of 1 - 1 / e lies at or below the scale, and none at or below zero', () => {
  const weibull = { shape: 3, scale: 0.5 };
  expect(weibullCdf(weibull, 0.5)).toBeCloseTo(1 - Math.exp(-1), 12);
  expect(weibullCdf(weibull, 0)).toBe(0);
  expect(weibullCdf(weibull, -1)).toBe(0);
});
