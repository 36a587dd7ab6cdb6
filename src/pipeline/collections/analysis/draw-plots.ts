import {
  type CollectionPlot,
  PLOT_LANGUAGES,
  type PlotLanguage,
} from '../../../collections/face-analysis.ts';
import type { EvaluationFindings } from '../../../core/evaluation-findings.ts';
import { dirFpirPlot } from '../../../report/plots/dir-fpir-plot.ts';
import type { Plot } from '../../../report/plots/plot.ts';
import type { PlotSpec } from '../../../report/plots/plot-theme.ts';
import { reliabilityPlot } from '../../../report/plots/reliability-plot.ts';
import { renderPlot } from '../../../report/plots/render-plot.ts';
import { scorePlot } from '../../../report/plots/score-plot.ts';
import { PLOT_WORDS } from './plot-words.ts';

/** Draws the plots of a collection's figures as the reports do, those there is something to draw of. */
export async function drawPlots({
  threshold,
  scoreHistogram,
  curves,
  thresholdTable,
}: EvaluationFindings): Promise<CollectionPlot[]> {
  const plots: Plot[] = [scorePlot(scoreHistogram, threshold)];
  const [here] = thresholdTable;
  const [fpir, dir] = [here?.strangersNamed.value, here?.recognised.value];
  const at =
    typeof fpir === 'number' && typeof dir === 'number' ? { fpir: fpir / 1000, dir: dir / 1000 } : undefined;
  if (curves.dirFpir.length > 0) plots.push(dirFpirPlot(curves.dirFpir, at));
  if (curves.reliability.length > 0) plots.push(reliabilityPlot(curves.reliability, null));
  const drawn: CollectionPlot[] = [];
  for (const plot of plots) {
    const svg = {} as Record<PlotLanguage, string>;
    for (const language of PLOT_LANGUAGES)
      svg[language] = (await renderPlot(inWords(plot, PLOT_WORDS[language]))).markup;
    drawn.push({ id: plot.id as CollectionPlot['id'], svg });
  }
  return drawn;
}

/** Words that stand in a drawing, wherever they stand in its specification. */
function inWords(
  { spec, label }: Plot,
  words: Readonly<Record<string, string>>,
): { readonly spec: PlotSpec; readonly label: string } {
  const translated = JSON.parse(JSON.stringify(spec), (_key, value: unknown) =>
    typeof value === 'string' ? (words[value] ?? value) : value,
  ) as PlotSpec;
  return { spec: translated, label };
}
