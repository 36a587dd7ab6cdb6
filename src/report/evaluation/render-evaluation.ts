import { html, type Markup } from '../markup.ts';
import { confusionSection, errorsSection } from './errors-section.ts';
import type { EvaluationModel } from './evaluation-model.ts';
import { PAGE_FOOT, type PageLink, pageHead } from './evaluation-page.ts';
import { ablationPlots, curvePlots, plotPanel } from './plot-section.ts';
import { provenanceSection } from './provenance-section.ts';
import { robustnessSection } from './robustness-section.ts';
import { slicesSection } from './slices-section.ts';
import { figuresSection, summarySection } from './summary-section.ts';
import { thresholdSection } from './threshold-section.ts';

/** The page of an evaluation: one file that asks for nothing from outside. The same model gives the same text. */
export async function renderEvaluation(model: EvaluationModel): Promise<string> {
  const { title, findings, evidence, provenance, robustness } = model;
  const parts: (Markup | undefined)[] = [
    pageHead(title, linksOf(model)),
    summarySection(model),
    await plotsSection(model),
    thresholdSection(findings.thresholdTable),
    figuresSection(model),
    await slicesSection(findings.slices, findings.people),
    robustness && (await robustnessSection(robustness)),
    errorsSection(findings.worstErrors, evidence),
    confusionSection(findings.confusions, evidence),
    provenanceSection(provenance),
    PAGE_FOOT,
  ];
  return parts.map((part) => part?.markup ?? '').join('');
}

const LINKS: readonly PageLink[] = [
  { id: 'curves', name: 'Curves' },
  { id: 'thresholds', name: 'Thresholds' },
  { id: 'figures', name: 'Figures' },
  { id: 'slices', name: 'Slices' },
  { id: 'robustness', name: 'Worse photos' },
  { id: 'errors', name: 'Errors' },
  { id: 'about', name: 'About' },
];

/** Links to the sections that the page has. */
function linksOf({ findings, robustness }: EvaluationModel): PageLink[] {
  const absent = new Set<string>();
  if (findings.thresholdTable.length === 0) absent.add('thresholds');
  if (robustness === undefined) absent.add('robustness');
  return LINKS.filter(({ id }) => !absent.has(id));
}

async function plotsSection({ findings, alone }: EvaluationModel): Promise<Markup> {
  const panels: Markup[] = [];
  for (const plot of [...curvePlots(findings), ...ablationPlots(findings.figures, alone)])
    panels.push(await plotPanel(plot));
  return html`<section id="curves" aria-labelledby="curves-title">
<div class="section-head"><h2 id="curves-title">Curves</h2></div>
<div class="plots">${panels}</div>
</section>
`;
}
