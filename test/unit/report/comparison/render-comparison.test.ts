import { describe, expect, it } from 'vitest';
import { renderComparison } from '../../../../src/report/comparison/render-comparison.ts';
import { HOSTILE_NAME } from '../made-report.ts';
import { madeComparison, madeRuns } from './made-comparison.ts';

describe('the page of a comparison', () => {
  it('has no script, no inline style, and names no address outside itself', () => {
    const page = renderComparison(madeComparison());
    expect(page.match(/<script|\s(style|on[a-z]+)=|https?:|@import|url\(/i)).toBeNull();
  });

  it('counts in how many figures the second is clearly better and worse', () => {
    expect(renderComparison(madeComparison())).toContain('clearly better in 1 and clearly worse in 0');
  });

  it('shows what became of each changed photo in both runs', () => {
    const page = renderComparison(madeComparison());
    expect(page).toContain('<td>right (0.520)</td><td>named Ewa Nowak (0.490)</td>');
    expect(page).toContain('(stranger)');
  });

  it('says so where nothing differs and no photo changed', () => {
    const page = renderComparison(madeComparison({ changed: [], settings: [] }));
    expect(page).toContain('are the same');
    expect(page).toContain('0 photos between right and wrong');
  });

  it('stands when no test could be made', () => {
    const page = renderComparison(madeComparison({ runs: madeRuns({ rank1: null, recognised: null }) }));
    expect(page).not.toMatch(/NaN|undefined|null/);
  });

  it('escapes a hostile name wherever it can come in', () => {
    const run = { path: HOSTILE_NAME, title: HOSTILE_NAME, threshold: 0.5 };
    const changed = {
      ...{ photo: HOSTILE_NAME, person: HOSTILE_NAME, isMated: true },
      ...{ first: { kind: 'right' as const }, second: { kind: 'named-wrongly' as const, as: HOSTILE_NAME } },
      ...{ firstScore: 0.5, secondScore: 0.6 },
    };
    const page = renderComparison(
      madeComparison({
        ...{ first: run, second: run, changed: [changed] },
        settings: [{ name: HOSTILE_NAME, first: HOSTILE_NAME, second: HOSTILE_NAME }],
      }),
    );
    expect(page).not.toMatch(/<img|<\/script/);
    expect(page.match(/&lt;img src=x/g)?.length).toBe(10);
  });
});
