import type { Figure, FigureKey } from '../../core/evaluation-figures.ts';
import type { SearchCounts } from '../../core/evaluation-findings.ts';
import { html, type Markup } from '../markup.ts';
import { rateText } from '../plots/rate-text.ts';
import { counted, percent } from '../wording.ts';
import type { EvaluationModel } from './evaluation-model.ts';
import { FIGURE_WORDING, figureInterval, figureText, figureValue } from './figure-wording.ts';
import { table } from './table.ts';

/** What came out, in a sentence and in the figures most ask for. */
export function summarySection({ findings, thresholdStatement }: EvaluationModel): Markup {
  const { counts, figures, threshold, warnings } = findings;
  const tiles = HEADLINES.map((key) => tile(key, figures));
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title" class="visually-hidden">Summary</h2>
<p class="lead">${testSentence(counts)} ${answerSentence(figures)}</p>
<dl class="figures">${tiles}</dl>
</section>
<div class="panels">
<section class="panel" aria-labelledby="threshold-title"><h2 id="threshold-title">The threshold</h2>
<p>A photo is named when its best candidate scores ${threshold.toFixed(3)} or more. ${thresholdStatement}</p></section>
${warningPanel(warnings)}</div>
`;
}

/** Every figure with its interval and what it says. */
export function figuresSection({ findings }: EvaluationModel): Markup {
  const rows = findings.figures.map((figure) => {
    const { name, meaning } = FIGURE_WORDING[figure.key];
    const missing =
      figure.reason === undefined ? undefined : html` <span class="reason">${figure.reason}</span>`;
    const named = html`${name} <span class="meaning">${meaning}${missing}</span>`;
    return [named, figureText(figure.key, figure.value), figureInterval(figure.key, figure)];
  });
  const { resampleCount, seed } = findings.bootstrap;
  return html`<section id="figures" aria-labelledby="figures-title">
<div class="section-head"><h2 id="figures-title">All figures</h2><p class="quiet">Intervals are of 95\u00A0% and draw people, not photos, with replacement: ${counted(resampleCount, 'time')}, seed ${seed}.</p></div>
${table({ name: 'All figures', columns: ['figure', 'value', '95\u00A0% interval'], rows })}</section>
`;
}

const HEADLINES: readonly FigureKey[] = [
  'dir_at_threshold',
  'realised_fpir',
  'rank1',
  'dir_at_fpir.0.01',
  'auroc',
  'map5',
];

function tile(key: FigureKey, figures: readonly Figure[]): Markup {
  const figure = figures.find((candidate) => candidate.key === key);
  const value = figure?.value ?? null;
  const interval = figure === undefined ? '' : figureInterval(key, figure);
  return html`<div class="figure"><dt>${FIGURE_WORDING[key].name}</dt><dd class="${value === null ? 'none' : ''}">${figureText(key, value)}</dd><dd class="interval">${interval}</dd></div>`;
}

function testSentence(counts: SearchCounts): string {
  const enrolled = `${counted(counts.matedSearches, 'photo')} of ${counted(counts.enrolledPeople, 'enrolled person', 'enrolled people')}`;
  const strangers = `${counted(counts.nonMatedSearches, 'photo')} of ${counted(counts.strangers, 'stranger')}`;
  return `The test: ${enrolled} and ${strangers}.`;
}

function answerSentence(figures: readonly Figure[]): string {
  const dir = figureValue(figures, 'dir_at_threshold');
  const fpir = figureValue(figures, 'realised_fpir');
  const parts = [
    ...(dir === null ? [] : [`${rateText(dir)} of the photos of enrolled people got the right name`]),
    ...(fpir === null ? [] : [`${percent(fpir)} of the photos of strangers got a name`]),
  ];
  return parts.length === 0 ? '' : `At the threshold, ${parts.join('; ')}.`;
}

function warningPanel(warnings: readonly string[]): Markup | undefined {
  if (warnings.length === 0) return undefined;
  const items = warnings.map((warning) => html`<li>${warning}</li>`);
  return html`<section class="panel warning" aria-labelledby="warnings-title"><h2 id="warnings-title">Before you rely on this</h2><ul class="warnings">${items}</ul></section>
`;
}
