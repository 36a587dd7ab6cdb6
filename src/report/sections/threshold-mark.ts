import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { axisPercent } from '../score-axis.ts';

/** The line of the threshold across a score bar; nothing where a rejector decides, whose scores are on another scale. */
export function thresholdMark({ axis, model: { threshold } }: ReportView, heightPx: number): Markup {
  if (threshold.rejector !== undefined) return html``;
  const at = axisPercent(axis, threshold.value);
  return html`<line class="mark" x1="${at}%" x2="${at}%" y1="0" y2="${heightPx}"/>`;
}
