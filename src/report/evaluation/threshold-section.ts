import type { Estimate } from '../../core/evaluation-figures.ts';
import type { ThresholdRow } from '../../core/evaluation-findings.ts';
import { html, type Markup } from '../markup.ts';
import { percent, scoreText } from '../wording.ts';
import { table } from './table.ts';

/** What to expect of other thresholds, in photos of a thousand. */
export function thresholdSection(rows: readonly ThresholdRow[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  const cells = rows.map((row) => [
    row.fpir === null ? html`<strong>this run</strong>` : `${percent(row.fpir)} of strangers`,
    scoreText(row.threshold),
    perThousand(row.strangersNamed),
    perThousand(row.recognised),
    perThousand(row.takenForAnother),
  ]);
  return html`<section id="thresholds" aria-labelledby="thresholds-title">
<div class="section-head"><h2 id="thresholds-title">What to expect of a threshold</h2><p class="quiet">Of 1,000 photos of strangers, and of 1,000 photos of enrolled people. In brackets, 95\u00A0% intervals.</p></div>
${table({
  name: 'What to expect of a threshold',
  columns: [
    'set where it names',
    'threshold',
    'strangers named',
    'enrolled named right',
    'enrolled taken for another',
  ],
  rows: cells,
})}</section>
`;
}

function perThousand({ value, low, high }: Estimate): Markup | string {
  if (value === null) return 'not measurable';
  const bounds = low === null || high === null ? '' : `(${photos(low)} to ${photos(high)})`;
  return html`${photos(value)} <span class="quiet">${bounds}</span>`;
}

/** Whole photos from ten on. */
function photos(value: number): string {
  return value >= 10 || value === 0 ? String(Math.round(value)) : value.toFixed(1);
}
