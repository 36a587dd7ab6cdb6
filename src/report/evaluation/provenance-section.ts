import type { SkippedFile } from '../../core/identification.ts';
import { html, type Markup } from '../markup.ts';
import type { ReportNetwork, ReportSetting } from '../report-model.ts';
import { counted, named } from '../wording.ts';
import type { EvaluationProvenance } from './evaluation-model.ts';

/** How the figures came about: networks and their licences, options, versions, data and machine, and what was left out. */
export function provenanceSection({ networks, settings, facts, skipped }: EvaluationProvenance): Markup {
  return html`<section id="about" aria-labelledby="about-title">
<div class="section-head"><h2 id="about-title">About this run</h2></div>
<div class="columns"><div><h3>Networks</h3><ul class="networks">${networks.map(network)}</ul>
<h3>Data, versions, machine</h3><dl class="facts">${facts.map(line)}</dl></div>
<div><h3>Options</h3><dl class="facts">${settings.map(line)}</dl></div></div>
${leftOut(skipped)}</section>
`;
}

function network({ name, task, licence, limits }: ReportNetwork): Markup {
  return html`<li><strong>${name}</strong> <span class="quiet">${task}</span><p>Licence: ${licence}</p><p class="quiet">${limits}</p></li>`;
}

function line({ name, value }: ReportSetting): Markup {
  return html`<div><dt>${name}</dt><dd>${named(value)}</dd></div>`;
}

function leftOut(skipped: readonly SkippedFile[]): Markup | undefined {
  if (skipped.length === 0) return undefined;
  const rows = skipped.map(
    ({ path, reason }) => html`<li><span>${named(path)}</span><span>${reason}</span></li>`,
  );
  return html`<details class="folded"><summary>Left out: ${counted(skipped.length, 'file')}</summary><ul class="problems">${rows}</ul></details>
`;
}
