import type { Estimate, Figure, FigureKey } from '../core/evaluation-figures.ts';
import type { TrialFigure } from '../evaluation/protocols/trials.ts';
import type { BlufrReport } from '../toolkit/protocols/blufr.ts';
import type { LfwOpenSetReport } from '../toolkit/protocols/lfw-open-set.ts';
import type { PeopleReport } from '../toolkit/protocols/people.ts';
import { counted } from './counted.ts';

/** The figures of the open-set LFW protocol, a column for each probe set. */
export function lfwOpenSetText({ counts, sets, threshold, detect_fail }: LfwOpenSetReport): string {
  const columns = [sets.o1, sets.o2, sets.o3];
  const rows: [string, FigureKey][] = [
    ['rank 1', 'rank1'],
    ['DIR at FPIR 0.1', 'dir_at_fpir.0.1'],
    ['DIR at FPIR 0.01', 'dir_at_fpir.0.01'],
    ['DIR at FPIR 0.001', 'dir_at_fpir.0.001'],
    ['AUROC', 'auroc'],
    ['DIR at the threshold', 'dir_at_threshold'],
    ['FPIR at the threshold', 'realised_fpir'],
  ];
  const lines = rows.map(([name, key]) =>
    tableRow(
      name,
      columns.map(({ figures }) => estimateText(figureOf(figures, key))),
    ),
  );
  const reasons = columns.flatMap(({ figures }) =>
    rows.flatMap(([, key]) => figureOf(figures, key)?.reason ?? []),
  );
  return [
    `${number(counts.gallery_people)} people enrolled with ${number(counts.gallery)} photos, ${number(counts.known)} more photos of them to name`,
    tableRow('strangers', ['o1, known unknowns', 'o2, unknown unknowns', 'o3, both']),
    tableRow(
      'their photos',
      columns.map((set) => number(set.non_mated_searches)),
    ),
    ...lines,
    `  photos without a face   ${detect_fail}`,
    threshold.statement,
    ...new Set(reasons),
    '',
  ].join('\n');
}

/** The figures of BLUFR. */
export function blufrText(report: BlufrReport): string {
  const { trials, tar_at_far, dir_at_fpir, rank1 } = report;
  const from =
    report.trials_from === 'lists'
      ? "the toolkit's own lists"
      : `drawn by BLUFR's rule, seed ${report.provenance.options['seed'] ?? 1}: not the draws that BLUFR publishes`;
  const lines = [
    figureLine('VR at FAR 0.1 %', tar_at_far['0.001'].mean_less_sd, tar_at_far['0.001']),
    figureLine('DIR at FPIR 1 %', dir_at_fpir['0.01'].mean_less_sd, dir_at_fpir['0.01']),
    figureLine('rank 1', rank1.mean_less_sd, rank1),
  ];
  const pairs = mean(trials.map((trial) => trial.different_pairs));
  const reasons = [dir_at_fpir['0.01'], rank1].flatMap(({ reason }) => reason ?? []);
  return [
    `${counted(trials.length, 'trial')}, ${from}`,
    `On average ${number(mean(trials.map(({ gallery }) => gallery)))} people enrolled with one photo, ${number(mean(trials.map((trial) => trial.mated_searches)))} photos of them and ${number(mean(trials.map((trial) => trial.non_mated_searches)))} of strangers to name, ${number(mean(trials.map((trial) => trial.same_pairs)))} same and ${number(pairs)} different pairs`,
    '                          mean - sd  mean    sd      least to greatest',
    ...lines,
    `  DIR at FPIR 1 %, interval of the mean over people: ${intervalText(dir_at_fpir['0.01'])}`,
    `  photos without a face   ${trials.reduce((most, trial) => Math.max(most, trial.detect_fail), 0)} at most in a trial`,
    ...reasons,
    '',
  ].join('\n');
}

/** The figures of a user's people. */
export function peopleText(report: PeopleReport): string {
  const { repeats, figures, asked_fpir, notes } = report;
  const [first] = repeats;
  const rows: [string, TrialFigure][] = [
    ['DIR at the threshold', figures.dir_at_threshold],
    ['FPIR at the threshold', figures.realised_fpir],
    ['rank 1', figures.rank1],
    ['DIR at FPIR 0.1', figures['dir_at_fpir.0.1']],
    ['DIR at FPIR 0.01', figures['dir_at_fpir.0.01']],
    ['AUROC', figures.auroc],
  ];
  const strangers = first?.calibration_people ?? 0;
  return [
    `${counted(repeats.length, 'repeat')}, each with ${counted(first?.enrolled_people ?? 0, 'person', 'people')} enrolled, ${counted(strangers, 'stranger')} to set the threshold on and ${first?.non_mated_people ?? 0} to test it`,
    '                          mean    95 % over people    sd      least to greatest',
    ...rows.map(([name, figure]) => spreadLine(name, figure)),
    `  FPIR asked for          ${share(asked_fpir)}`,
    `  photos without a face   ${mean(repeats.map((repeat) => repeat.detect_fail)).toFixed(1)} on average`,
    ...missingLines(rows),
    ...notes,
    '',
  ].join('\n');
}

/** What some figures lack, figures with the same reason together. */
function missingLines(rows: readonly (readonly [string, TrialFigure])[]): string[] {
  const namesOf = new Map<string, string[]>();
  for (const [name, { reason }] of rows)
    if (reason !== undefined) namesOf.set(reason, [...(namesOf.get(reason) ?? []), name]);
  return [...namesOf].map(([reason, names]) => `${names.join(', ')}: ${reason}`);
}

const NAME_WIDTH = 26;
const COLUMN_WIDTH = 28;

function tableRow(name: string, cells: readonly string[]): string {
  const padded = cells.map((cell) => cell.padEnd(COLUMN_WIDTH)).join('');
  return `${`  ${name}`.padEnd(NAME_WIDTH)}${padded}`.trimEnd();
}

function figureOf(figures: readonly Figure[], key: FigureKey): Figure | undefined {
  return figures.find((figure) => figure.key === key);
}

function estimateText(figure: Estimate | undefined): string {
  return figure === undefined || figure.value === null
    ? 'not measurable'
    : `${share(figure.value)} (${intervalText(figure)})`;
}

function intervalText({ low, high }: { readonly low: number | null; readonly high: number | null }): string {
  return low === null || high === null ? 'no interval' : `${share(low)} to ${share(high)}`;
}

interface Spreading {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly least: number | null;
  readonly greatest: number | null;
}

function figureLine(name: string, lessSd: number | null, spread: Spreading): string {
  if (lessSd === null) return tableRow(name, ['not measurable']);
  return `${`  ${name}`.padEnd(NAME_WIDTH)}${share(lessSd).padEnd(11)}${share(spread.mean)}  ${share(spread.sd)}  ${share(spread.least)} to ${share(spread.greatest)}`;
}

function spreadLine(name: string, figure: TrialFigure): string {
  if (figure.mean === null) return tableRow(name, ['not measurable']);
  return `${`  ${name}`.padEnd(NAME_WIDTH)}${share(figure.mean)}  ${intervalText(figure).padEnd(20)}${share(figure.sd)}  ${share(figure.least)} to ${share(figure.greatest)}${measuredIn(figure)}`;
}

function measuredIn({ values }: TrialFigure): string {
  const count = values.filter((value) => value !== null).length;
  return count === values.length ? '' : `, in ${count} of ${values.length}`;
}

function share(value: number | null): string {
  return value === null ? 'not measurable' : value.toFixed(4);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
