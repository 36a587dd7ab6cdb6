import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { curvePlots } from '../../../../src/report/evaluation/plot-section.ts';
import { rateRowsPlot } from '../../../../src/report/plots/rate-rows-plot.ts';
import { renderPlot } from '../../../../src/report/plots/render-plot.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { madeFindings } from '../evaluation/made-evaluation.ts';
import { HOSTILE_NAME } from '../made-report.ts';

describe('a drawn plot', () => {
  const plots = curvePlots(madeFindings());

  it.each(plots.map((plot) => [plot.id, plot] as const))('%s is the same text each time', async (_, plot) => {
    const drawn = await renderPlot(plot);
    expect((await renderPlot(plot)).markup).toBe(drawn.markup);
  });

  it.each(plots.map((plot) => [plot.id, plot] as const))(
    '%s needs nothing from outside and brings no style or script',
    async (_, plot) => {
      const { markup } = await renderPlot(plot);
      expect(markup).not.toMatch(/https?:|xlink|<script|<style|\s(style|on[a-z]+|href|src|class="mark)/);
      expect(markup.match(/<svg/g)).toHaveLength(1);
    },
  );

  it.each(plots.map((plot) => [plot.id, plot] as const))(
    '%s has every colour from the style of the page',
    async (_, plot) => {
      const { markup } = await renderPlot(plot);
      const colours = [...markup.matchAll(/\s(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
      expect(colours.length).toBeGreaterThan(0);
      expect(colours.filter((colour) => !/^(none|transparent|var\(--[a-z-]+\))$/.test(colour ?? ''))).toEqual(
        [],
      );
    },
  );

  it.each(plots.map((plot) => [plot.id, plot] as const))('%s is told in a label', async (_, plot) => {
    const { markup } = await renderPlot(plot);
    expect(markup).toMatch(/^<svg class="plot" viewBox="[^"]+" role="img" aria-label="[^"]{20,}">/);
    expect(markup).not.toMatch(/<g[^>]*(role|aria-)/);
  });

  it('escapes a hostile name in its picture and in its label', async () => {
    const rows = [HOSTILE_NAME, 'other'].map((name) => ({ name, rate: 0.9, low: 0.8, high: 0.95 }));
    const wording = { id: 'rows', title: 'Rows', explanation: 'Rows.', of: 'row', rates: 'named right' };
    const { markup } = await renderPlot(rateRowsPlot(rows, wording));
    expect(markup).toContain('&lt;img');
    expect(markup).not.toContain('<img');
  });

  it('loads no data from an address', async () => {
    const file = join(temporaryFolder(), 'points.json');
    writeFileSync(file, '[{ "a": 1 }, { "a": 2 }]');
    const { markup } = await renderPlot({ spec: { data: { url: file }, mark: 'point' }, label: 'Nothing.' });
    const inline = await renderPlot({
      spec: { data: { values: [{ a: 1 }] }, mark: 'point' },
      label: 'A point.',
    });
    expect(inline.markup).toContain('<path transform');
    expect(markup).not.toContain('<path transform');
  });
});
