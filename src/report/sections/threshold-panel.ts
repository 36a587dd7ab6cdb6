import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { counted, percent, scoreText } from '../wording.ts';
import { thresholdMark } from './threshold-mark.ts';

/** What the threshold promises, or a warning that it promises nothing. */
export function thresholdPanel(view: ReportView): Markup {
  const { threshold } = view.model;
  const { isPromised, statement, value, fpirAsked, realisedFpir, personCount, photoCount, setOn, rejector } =
    threshold;
  const measured =
    personCount === 0
      ? 'nobody to measure on'
      : `${percent(realisedFpir.rate)}, between ${percent(realisedFpir.low)} and ${percent(realisedFpir.high)} (95\u00A0% interval)`;
  const basis =
    setOn === 'strangers' ? 'strangers handed in' : 'enrolled people, each searched as if a stranger';
  return html`<section id="threshold" class="panel ${isPromised ? 'promised' : 'warning'}" aria-labelledby="threshold-title">
<h2 id="threshold-title">${isPromised ? 'How often a stranger is named' : 'Warning: the false-alarm rate is not promised'}</h2>
<div class="split"><div><p>${statement}</p>
<p class="quiet key"><svg class="bar" width="96" height="8" aria-hidden="true"><rect class="track" y="1" width="100%" height="6" rx="3"/><rect class="fill accepted" y="1" width="72%" height="6" rx="3"/>${thresholdMark(view, 8)}</svg> ${barsText(view)}</p>
</div>
<dl class="facts">
<div><dt>Threshold</dt><dd>${scoreText(value)}${rejector === undefined ? '' : `, on the scale of the rejector '${rejector}'`}</dd></div>
<div><dt>Asked for</dt><dd>at most ${percent(fpirAsked)} of strangers named</dd></div>
<div><dt>Measured</dt><dd>${measured}</dd></div>
<div><dt>Set on</dt><dd>${counted(personCount, 'person', 'people')}, ${counted(photoCount, 'photo')}: ${basis}</dd></div>
</dl>
</div>
</section>
`;
}

function barsText({ axis, model: { threshold } }: ReportView): string {
  const range = `Score bars run from ${axis.low.toFixed(1)} to ${axis.high.toFixed(1)}`;
  return threshold.rejector === undefined
    ? `${range}; the line across each is the threshold.`
    : `${range}. The rejector '${threshold.rejector}' decides who is named, on a scale of its own.`;
}
