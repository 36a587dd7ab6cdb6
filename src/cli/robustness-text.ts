import type { Estimate } from '../core/evaluation-figures.ts';
import type { RobustnessRow, RobustnessSweep } from '../core/robustness.ts';

const COLUMNS: readonly { readonly title: string; readonly of: (row: RobustnessRow) => string }[] = [
  { title: 'photos', of: ({ degradation }) => (degradation === 'none' ? 'as they are' : degradation) },
  { title: 'no face', of: ({ withoutFace }) => String(withoutFace) },
  { title: 'rank 1', of: ({ rank1 }) => share(rank1) },
  { title: 'DIR', of: ({ dir }) => withEnds(dir) },
  {
    title: 'change',
    of: ({ dirChange, degradation }) => (degradation === 'none' ? '' : withEnds(dirChange)),
  },
  { title: 'DIR at FPIR 1 %', of: ({ dirAtOnePercent }) => share(dirAtOnePercent) },
  { title: 'FPIR', of: ({ fpir }) => share(fpir) },
];

/** A sweep as tables, one for each detector and set of networks. */
export function robustnessText({ photoCount, rows }: RobustnessSweep): string {
  const groups = new Map<string, RobustnessRow[]>();
  for (const row of rows) {
    const name = `${row.detector}, ${row.networks.join(' + ')}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const tables = [...groups].map(([name, some]) => `${headOf(name, some)}\n${tableOf(some)}`);
  return `${photoCount} photos made worse; DIR at the threshold set on photos as they are\n${tables.join('\n')}\n`;
}

function headOf(name: string, [first]: readonly RobustnessRow[]): string {
  const { matedSearches = 0, nonMatedSearches = 0, threshold = 0 } = first ?? {};
  return `${name}: ${matedSearches} searches for enrolled people, ${nonMatedSearches} for strangers, threshold ${threshold.toFixed(3)}`;
}

function tableOf(rows: readonly RobustnessRow[]): string {
  const cells = [COLUMNS.map(({ title }) => title), ...rows.map((row) => COLUMNS.map(({ of }) => of(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

function share({ value }: Estimate): string {
  return value === null ? 'not measurable' : value.toFixed(3);
}

function withEnds({ value, low, high }: Estimate): string {
  if (value === null) return 'not measurable';
  return low === null || high === null
    ? value.toFixed(3)
    : `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}
