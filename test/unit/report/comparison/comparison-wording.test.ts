import { describe, expect, it } from 'vitest';
import {
  commonText,
  differenceInterval,
  differenceText,
  directionOf,
  pText,
  testsOf,
} from '../../../../src/report/comparison/comparison-wording.ts';
import { madeDifference, madeRuns } from './made-comparison.ts';

describe('the wording of a comparison', () => {
  it.each([
    [{ better: 'higher' as const }, 'better'],
    [{ better: 'lower' as const }, 'worse'],
    [{ better: 'asked' as const }, undefined],
    [{ isClear: false }, undefined],
    [{ difference: { value: -0.01, low: -0.02, high: -0.001 } }, 'worse'],
    [{ difference: { value: null, low: null, high: null } }, undefined],
    [{ difference: { value: 0, low: 0, high: 0 } }, undefined],
  ])('calls a rise with %o %s', (fields, direction) => {
    expect(directionOf(madeDifference(fields))).toBe(direction);
  });

  it('tells shares in points of a per cent and other figures as they are, with their sign', () => {
    expect(differenceText({ key: 'rank1' }, 0.004)).toBe('+0.40');
    expect(differenceText({ key: 'rank1' }, -0.01234)).toBe('\u22121.23');
    expect(differenceText({ key: 'auroc' }, 0.004)).toBe('+0.0040');
    expect(differenceText({ key: 'auroc' }, -0.00001)).toBe('0.0000');
    expect(differenceText({ key: 'auroc' }, null)).toBe('not measurable');
  });

  it('tells an interval where there is one', () => {
    const figure = madeDifference();
    expect(differenceInterval(figure, figure.difference)).toBe('+0.10 to +0.70');
    expect(differenceInterval(figure, { value: 0.1, low: null, high: null })).toBe('');
  });

  it('bounds p values that round to nothing', () => {
    expect([0.0127, 0.001, 0.0009].map(pText)).toEqual(['0.013', '0.001', 'below 0.001']);
  });

  it('leaves out a test that had no photos', () => {
    expect(testsOf(madeRuns()).map(({ asked }) => asked)).toEqual([
      'right name first',
      'right name at the threshold',
    ]);
  });

  it('says that photos were left out, and only then', () => {
    expect(commonText(madeRuns())).toBe('Compared on the 4,210 photos that both have.');
    expect(commonText(madeRuns({ photosOnlyInSecond: 7 }))).toContain(
      '0 only in the first, 7 only in the second',
    );
  });
});
