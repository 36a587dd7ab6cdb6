import { describe, expect, it } from 'vitest';
import { robustnessText } from '../../../src/cli/robustness-text.ts';
import { slicesText } from '../../../src/cli/slice-text.ts';
import type { Estimate } from '../../../src/core/evaluation-figures.ts';
import type { RobustnessRow } from '../../../src/core/robustness.ts';

const estimate = (value: number): Estimate => ({ value, low: value - 0.01, high: value + 0.01 });
const NOTHING: Estimate = { value: null, low: null, high: null, reason: 'too few' };

const ROW: RobustnessRow = {
  detector: 'found-by',
  networks: ['one', 'two'],
  degradation: 'none',
  threshold: 0.5,
  matedSearches: 30,
  nonMatedSearches: 20,
  withoutFace: 1,
  dir: estimate(0.9),
  dirChange: { value: 0, low: 0, high: 0 },
  dirAtOnePercent: NOTHING,
  rank1: estimate(0.95),
  fpir: estimate(0.02),
};

describe('robustnessText', () => {
  it('shows a table for each detector and set of networks, the photos as they are first', () => {
    const grey = { ...ROW, degradation: 'grey', dir: estimate(0.8), dirChange: estimate(-0.1) };
    const alone = { ...ROW, networks: ['one'] };
    const text = robustnessText({ photoCount: 50, seed: 1, placedBy: 'found-by', rows: [ROW, grey, alone] });
    expect(text).toContain('50 photos made worse');
    expect(text).toContain(
      'found-by, one + two: 30 searches for enrolled people, 20 for strangers, threshold 0.500',
    );
    expect(text).toContain('found-by, one: 30');
    const lines = text.split('\n');
    expect(lines.find((line) => line.includes('grey'))).toMatch(
      /grey +1 +0\.950 +0\.800 \(0\.790 to 0\.810\) +-0\.100 \(-0\.110 to -0\.090\) +not measurable +0\.020$/,
    );
    expect(lines.filter((line) => line.includes('as they are'))).toHaveLength(2 + 1);
  });
});

describe('slicesText', () => {
  it('names the slices, what is not known and whom the threshold treats unfairly', () => {
    const row = {
      slice: 'indoor',
      matedSearches: 7,
      nonMatedSearches: 0,
      people: 5,
      dir: estimate(0.5),
      fpir: NOTHING,
      dirDifference: { ...estimate(-0.2), pValue: 0.01 },
      fpirDifference: { ...NOTHING, pValue: null },
      warning: 'One threshold treats place indoor unfairly.',
    };
    expect(slicesText([{ attribute: 'place', kind: 'values', rows: [row], unknownCount: 3 }])).toBe(
      'by place:\n  indoor  DIR 0.5000 of 7, FPIR not measurable of 0\n  not known of 3\n  One threshold treats place indoor unfairly.\n',
    );
  });
});
