import type { Figure } from '../../core/evaluation-figures.ts';
import type { EvaluationFindings } from '../../core/evaluation-findings.ts';
import type { SliceTable } from '../../core/evaluation-slices.ts';
import { html, type Markup } from '../markup.ts';
import { cmcPlot } from '../plots/cmc-plot.ts';
import { dirFpirPlot } from '../plots/dir-fpir-plot.ts';
import { oscrPlot } from '../plots/oscr-plot.ts';
import type { Plot } from '../plots/plot.ts';
import { rateRowsPlot } from '../plots/rate-rows-plot.ts';
import { reliabilityPlot } from '../plots/reliability-plot.ts';
import { renderPlot } from '../plots/render-plot.ts';
import { riskCoveragePlot } from '../plots/risk-coverage-plot.ts';
import { scorePlot } from '../plots/score-plot.ts';
import type { NetworkAlone } from './evaluation-model.ts';
import { figureValue } from './figure-wording.ts';
import { foldedTable } from './table.ts';

/** A panel with a plot and what it says. @param numbers shown below it in place of the plot's own */
export async function plotPanel(plot: Plot, numbers?: Markup): Promise<Markup> {
  const { id, title, explanation, table } = plot;
  const drawn = await renderPlot(plot);
  const own = table && foldedTable('The numbers', { name: title, ...table });
  return html`<figure class="panel plot-panel" id="plot-${id}"><figcaption><h3>${title}</h3><p class="quiet">${explanation}</p></figcaption>
${drawn}
${numbers ?? own}</figure>
`;
}

/** The plots of the curves a test has searches for. */
export function curvePlots({
  counts,
  figures,
  curves,
  scoreHistogram,
  threshold,
}: EvaluationFindings): Plot[] {
  const { dirFpir, oscr, cmc, riskCoverage, reliability } = curves;
  const fpir = figureValue(figures, 'realised_fpir');
  const dir = figureValue(figures, 'dir_at_threshold');
  const here = fpir === null || dir === null ? undefined : { fpir, dir };
  return [
    ...(dirFpir.length > 0 ? [dirFpirPlot(dirFpir, here)] : []),
    ...(scoreHistogram.edges.length > 0 ? [scorePlot(scoreHistogram, threshold)] : []),
    ...(oscr.length > 0 ? [oscrPlot(oscr, figureValue(figures, 'oscr'), 3 / counts.nonMatedSearches)] : []),
    ...(cmc.length > 0 ? [cmcPlot(cmc)] : []),
    ...(riskCoverage.length > 0 ? [riskCoveragePlot(riskCoverage)] : []),
    ...(reliability.length > 0 ? [reliabilityPlot(reliability, figureValue(figures, 'ece'))] : []),
  ];
}

/** Each network alone beside all together; nothing where there is one network. */
export function ablationPlots(together: readonly Figure[], alone: readonly NetworkAlone[]): Plot[] {
  if (alone.length < 2) return [];
  // A test with few strangers has no figure at 1 %.
  const key = figureValue(together, 'dir_at_fpir.0.01') === null ? 'rank1' : 'dir_at_fpir.0.01';
  const rows = [...alone, { name: 'all together', figures: together }].flatMap(({ name, figures }) => {
    const figure = figures.find((candidate) => candidate.key === key);
    if (figure?.value === null || figure === undefined) return [];
    return [{ name, rate: figure.value, low: figure.low, high: figure.high }];
  });
  if (rows.length < 2) return [];
  return [
    rateRowsPlot(rows, {
      id: 'networks',
      title: 'Each network alone, and all together',
      explanation:
        'A network whose row lies far left of the others adds little. Bars are 95\u00A0% intervals; where they overlap widely, the test cannot tell two rows apart.',
      of: 'network',
      rates: key === 'rank1' ? 'right name first (rank 1)' : 'named right where 1\u00A0% of strangers are',
    }),
  ];
}

/** How the slices of an attribute fare at the one threshold; nothing where fewer than two can be measured. */
export function slicePlot({ attribute, kind, rows }: SliceTable, place: number): Plot | undefined {
  const drawn = rows.flatMap(({ slice, dir, matedSearches }) =>
    dir.value === null
      ? []
      : [{ name: slice, rate: dir.value, low: dir.low, high: dir.high, count: matedSearches }],
  );
  if (drawn.length < 2) return undefined;
  return rateRowsPlot(drawn, {
    id: `slice-${place + 1}`,
    title: `By ${attribute}`,
    explanation: `Photos of enrolled people that got the right name, all at the one threshold.${kind === 'quartiles' ? ' Each row holds about a quarter of the photos.' : ''}`,
    of: attribute,
    rates: 'named right',
  });
}
