import type { Estimate } from '../../core/evaluation-figures.ts';
import type { RobustnessRow, RobustnessSweep } from '../../core/robustness.ts';
import { html, type Markup } from '../markup.ts';
import { rateRowsPlot } from '../plots/rate-rows-plot.ts';
import { intervalText, rateText } from '../plots/rate-text.ts';
import { counted, grouped } from '../wording.ts';
import { plotPanel } from './plot-section.ts';
import { foldedTable } from './table.ts';

/** How the test fares when its photos are made worse: a plot and the numbers for each detector and set of networks. */
export async function robustnessSection({ photoCount, rows }: RobustnessSweep): Promise<Markup> {
  const groups = new Map<string, RobustnessRow[]>();
  for (const row of rows) {
    const name = `${row.detector}, ${row.networks.join(' + ')}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const panels: Markup[] = [];
  for (const [place, [name, some]] of [...groups].entries()) panels.push(await panelOf(name, some, place));
  return html`<section id="robustness" aria-labelledby="robustness-title">
<div class="section-head"><h2 id="robustness-title">Worse photos</h2><p class="quiet">${counted(photoCount, 'photo')} of the test, each made worse before faces were looked for; the threshold is the one set on photos as they are.</p></div>
<div class="plots">${panels}</div>
</section>
`;
}

async function panelOf(name: string, rows: readonly RobustnessRow[], place: number): Promise<Markup> {
  const drawn = rows.flatMap((row) => {
    const { value, low, high } = row.dir;
    return value === null ? [] : [{ name: nameOf(row), rate: value, low, high }];
  });
  const plot = rateRowsPlot(drawn, {
    id: `robustness-${place + 1}`,
    title: name,
    explanation:
      'Photos of enrolled people that got the right name. What is missing came out as unknown or under a wrong name; the numbers also say how many strangers were named.',
    of: 'photos',
    rates: 'named right',
  });
  return await plotPanel(plot, numbersOf(name, rows));
}

function numbersOf(name: string, rows: readonly RobustnessRow[]): Markup {
  return foldedTable('The numbers', {
    name,
    columns: ['photos', 'no face', 'right name first', 'named right', 'change', 'strangers named'],
    rows: rows.map((row) => [
      nameOf(row),
      grouped(row.withoutFace),
      rate(row.rank1),
      rate(row.dir),
      row.degradation === 'none' ? '' : change(row.dirChange),
      rate(row.fpir),
    ]),
  });
}

function nameOf({ degradation }: RobustnessRow): string {
  return degradation === 'none' ? 'as they are' : degradation;
}

function rate(estimate: Estimate): Markup | string {
  if (estimate.value === null) return 'not measurable';
  const interval = intervalText(estimate);
  return html`${rateText(estimate.value)} <span class="quiet">${interval === '' ? '' : `(${interval})`}</span>`;
}

function change({ value, low, high }: Estimate): string {
  if (value === null) return 'not measurable';
  const ends = low === null || high === null ? '' : ` (${points(low)} to ${points(high)})`;
  return `${points(value)}${ends}`;
}

/** A difference of two rates in points of per cent. */
function points(difference: number): string {
  const size = Math.abs(100 * difference).toFixed(1);
  return size === '0.0' ? '0' : `${difference < 0 ? '\u2212' : '+'}${size}`;
}
