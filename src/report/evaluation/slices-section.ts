import type { Estimate } from '../../core/evaluation-figures.ts';
import type { PersonRow } from '../../core/evaluation-findings.ts';
import type { SliceTable } from '../../core/evaluation-slices.ts';
import { html, type Markup } from '../markup.ts';
import { intervalText, rateText } from '../plots/rate-text.ts';
import { counted, grouped, named } from '../wording.ts';
import { plotPanel, slicePlot } from './plot-section.ts';
import { foldedTable } from './table.ts';

/** People in the table; the rest of a large test did no worse than the last of them. */
const PERSON_LIMIT = 50;

/** How parts of the photos fare at the one threshold: a plot each, the numbers, and the people it fails most. */
export async function slicesSection(
  slices: readonly SliceTable[],
  people: readonly PersonRow[],
): Promise<Markup> {
  const panels: Markup[] = [];
  const tables: Markup[] = [];
  for (const [place, slice] of slices.entries()) {
    const plot = slicePlot(slice, place);
    if (plot === undefined) tables.push(sliceTable(slice));
    else panels.push(await plotPanel(plot, sliceTable(slice)));
  }
  return html`<section id="slices" aria-labelledby="slices-title">
<div class="section-head"><h2 id="slices-title">Does one threshold serve all?</h2><p class="quiet">The same threshold on parts of the photos.</p></div>
<div class="plots">${panels}</div>
${tables}${peopleTable(people)}</section>
`;
}

function sliceTable({ attribute, rows, unknownCount }: SliceTable): Markup {
  const cells = rows.map((row) => [
    row.warning === undefined ? row.slice : html`${row.slice} <span class="flag">unfair</span>`,
    grouped(row.people),
    grouped(row.matedSearches),
    rate(row.dir),
    grouped(row.nonMatedSearches),
    rate(row.fpir),
  ]);
  const left = unknownCount > 0 ? `; left out: ${counted(unknownCount, 'photo')}` : '';
  return foldedTable(`The numbers${left}`, {
    name: `By ${attribute}`,
    columns: [attribute, 'people', 'photos of enrolled', 'named right', 'photos of strangers', 'named'],
    rows: cells,
  });
}

function rate(estimate: Estimate): Markup | string {
  if (estimate.value === null) return 'not measurable';
  const interval = intervalText(estimate);
  return html`${rateText(estimate.value)} <span class="quiet">${interval === '' ? '' : `(${interval})`}</span>`;
}

function peopleTable(people: readonly PersonRow[]): Markup | undefined {
  const wrong = people.filter(({ namedWrongly, missed }) => namedWrongly + missed > 0);
  if (wrong.length === 0) return undefined;
  const rows = wrong
    .slice(0, PERSON_LIMIT)
    .map((row) => [
      named(row.person),
      row.isMated ? grouped(row.enrolledPhotoCount) : 'stranger',
      ...[row.searches, row.right, row.namedWrongly, row.missed].map(grouped),
    ]);
  const more = wrong.length > PERSON_LIMIT ? `, the first ${PERSON_LIMIT} of ${grouped(wrong.length)}` : '';
  return foldedTable(`People with errors${more}`, {
    name: 'People with errors',
    columns: ['person', 'enrolled photos', 'searched', 'right', 'wrong name', 'left unknown'],
    rows,
  });
}
