import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../../../src/core/evaluation-figures.ts';
import type { RobustnessRow } from '../../../../src/core/robustness.ts';
import { renderEvaluation } from '../../../../src/report/evaluation/render-evaluation.ts';
import { robustnessSection } from '../../../../src/report/evaluation/robustness-section.ts';
import { madeEvaluation } from './made-evaluation.ts';

const estimate = (value: number, spread = 0.02): Estimate => ({
  value,
  low: value - spread,
  high: value + spread,
});

const row = (degradation: string, dir: number, detector = 'found-by'): RobustnessRow => ({
  detector,
  networks: ['one <b>'],
  degradation,
  threshold: 0.5,
  matedSearches: 100,
  nonMatedSearches: 100,
  withoutFace: 3,
  dir: estimate(dir),
  dirChange: estimate(dir - 0.9),
  dirAtOnePercent: { value: null, low: null, high: null, reason: 'too few' },
  rank1: estimate(0.95),
  fpir: estimate(0.05),
});

const SWEEP = {
  photoCount: 200,
  seed: 1,
  placedBy: 'found-by',
  rows: [row('none', 0.9), row('grey', 0.8), row('none', 0.9, 'other'), row('grey', 0.7, 'other')],
};

describe('the section of worse photos', () => {
  it('draws one panel for each detector and set of networks, the photos as they are first', async () => {
    const { markup } = await robustnessSection(SWEEP);
    expect(markup.match(/<figure /g)).toHaveLength(2);
    expect(markup.indexOf('as they are')).toBeLessThan(markup.indexOf('grey'));
    expect(markup).toContain('other, one &lt;b&gt;');
    expect(markup).not.toContain('<b>');
  });

  it('tells the change in points with its interval, and none for the photos as they are', async () => {
    const { markup } = await robustnessSection({ ...SWEEP, rows: [row('none', 0.9), row('grey', 0.8)] });
    expect(markup).toContain('−10.0 (−12.0 to −8.0)');
    expect(markup).not.toContain('<td>0 (');
  });

  it('is on the page with its link exactly where a sweep was made', async () => {
    const model = madeEvaluation();
    expect(await renderEvaluation(model)).not.toContain('robustness');
    const page = await renderEvaluation({ ...model, robustness: SWEEP });
    expect(page).toContain('href="#robustness"');
    expect(page).toContain('id="robustness"');
  });
});
