import { html, type Markup } from '../markup.ts';
import type { ReportModel, ReportNetwork } from '../report-model.ts';

/** How the page came about: the options, and the networks with what their licences allow. */
export function provenanceSection({
  settings,
  networks,
}: Pick<ReportModel, 'settings' | 'networks'>): Markup {
  const options = settings.map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`,
  );
  return html`<section id="about" aria-labelledby="about-title">
<div class="section-head"><h2 id="about-title">About this run</h2></div>
<div class="columns"><div><h3>Networks</h3><ul class="networks">${networks.map(network)}</ul></div>
<div><h3>Options</h3><dl class="facts">${options}</dl></div></div>
</section>
`;
}

function network({ name, task, licence, limits }: ReportNetwork): Markup {
  return html`<li><strong>${name}</strong> <span class="quiet">${task}</span><p>Licence: ${licence}</p><p class="quiet">${limits}</p></li>`;
}
