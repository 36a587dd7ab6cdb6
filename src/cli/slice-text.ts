import type { Estimate } from '../core/evaluation-figures.ts';
import type { SliceRow, SliceTable } from '../core/evaluation-slices.ts';

/** Figures by slice, a block for each attribute, and a warning where one threshold is unfair. */
export function slicesText(tables: readonly SliceTable[]): string {
  return tables.map(tableText).join('');
}

function tableText({ attribute, rows, unknownCount }: SliceTable): string {
  const width = Math.max(...rows.map(({ slice }) => slice.length), 0);
  const lines = rows.map((row) => `  ${row.slice.padEnd(width)}  ${figuresText(row)}\n`);
  const unknown = unknownCount === 0 ? '' : `  not known of ${unknownCount}\n`;
  const warnings = rows.flatMap(({ warning }) => (warning === undefined ? [] : [`  ${warning}\n`]));
  return `by ${attribute}:\n${lines.join('')}${unknown}${warnings.join('')}`;
}

function figuresText({ matedSearches, nonMatedSearches, dir, fpir }: SliceRow): string {
  return `DIR ${told(dir)} of ${matedSearches}, FPIR ${told(fpir)} of ${nonMatedSearches}`;
}

function told({ value }: Estimate): string {
  return value === null ? 'not measurable' : value.toFixed(4);
}
