import type { FigureDifference } from '../core/run-comparison.ts';
import {
  commonText,
  differenceInterval,
  differenceText,
  directionOf,
  pText,
  testsOf,
  verdictText,
} from '../report/comparison/comparison-wording.ts';
import { FIGURE_WORDING, figureText } from '../report/evaluation/figure-wording.ts';
import type { ComparedReport, ReportComparison } from '../toolkit/compare-reports.ts';

/** Photos that are listed; the page has more. */
const CHANGED_LIMIT = 20;

/** What `quen report diff` prints. */
export function comparisonText(comparison: ReportComparison): string {
  const { first, second, runs, changed, settings } = comparison;
  const tests = testsOf(runs).map(({ asked, test }) => [
    `  ${asked}`,
    `only first ${test.onlyFirstRight}`,
    `only second ${test.onlySecondRight}`,
    `p ${pText(test.pValue)}`,
  ]);
  const photos = changed
    .slice(0, CHANGED_LIMIT)
    .map((photo) => [`  ${photo.photo}`, verdictText(photo.first), verdictText(photo.second)]);
  const differing = settings.map((setting) => [
    `  ${setting.name}`,
    setting.first ?? 'none',
    setting.second ?? 'none',
  ]);
  return [
    reportLine('first', first),
    reportLine('second', second),
    commonText(runs),
    'Second minus first, shares in points of a per cent:',
    ...columns(runs.differences.map(figureRow)),
    "Photos that one alone got right, McNemar's exact test:",
    ...columns(tests),
    `Photos that changed sides: ${changed.length}`,
    ...columns(photos),
    ...(changed.length > CHANGED_LIMIT ? [`  and ${changed.length - CHANGED_LIMIT} more`] : []),
    settings.length === 0 ? 'Networks, options, data and machine are the same.' : 'What differs:',
    ...columns(differing),
    '',
  ].join('\n');
}

function reportLine(name: string, { title, path, threshold }: ComparedReport): string {
  return `${name.padEnd(7)}${title}, threshold ${threshold.toFixed(3)} (${path})`;
}

function figureRow(figure: FigureDifference): string[] {
  const { key, first, second, difference } = figure;
  const interval = differenceInterval(figure, difference);
  return [
    `  ${FIGURE_WORDING[key].name}`,
    figureText(key, first),
    figureText(key, second),
    differenceText(figure, difference.value),
    interval === '' ? '' : `(${interval})`,
    directionOf(figure) ?? '',
  ];
}

/** Lines of cells that stand below each other. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
