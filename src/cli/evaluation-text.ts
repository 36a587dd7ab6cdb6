import type { FigureKey } from '../core/evaluation-figures.ts';
import type { IdentificationFigures } from '../pipeline/identification-figures.ts';
import type { EvaluationReport } from '../toolkit/evaluate.ts';

/** The figures told in the terminal, and what each is called there. All others are in `--json`. */
const LINES: readonly (readonly [FigureKey, string])[] = [
  ['rank1', 'rank 1'],
  ['dir_at_threshold', 'DIR at the threshold'],
  ['dir_at_fpir.0.1', 'DIR at FPIR 0.1'],
  ['dir_at_fpir.0.01', 'DIR at FPIR 0.01'],
  ['dir_at_fpir.0.001', 'DIR at FPIR 0.001'],
  ['auroc', 'AUROC'],
  ['aupr', 'AUPR'],
  ['oscr', 'OSCR'],
  ['map5', 'MAP@5'],
  ['macro_f1', 'macro F1'],
  ['aurc', 'AURC, less is better'],
];

/** The figures of an identification test, a line each, with 95 % intervals over people, and what to know before believing them. */
export function identificationText(report: EvaluationReport): string {
  const searches = `${report.mated_searches} searches for enrolled people, ${report.non_mated_searches} for strangers`;
  const lines = [
    ...LINES.map(([key, name]) => labelled(name, withInterval(report, key))),
    labelled(
      'FPIR asked, realised',
      `${report.asked_fpir.toFixed(4)}, ${withInterval(report, 'realised_fpir')}`,
    ),
    labelled('probabilities', probabilities(report)),
    labelled('photos without a face', facesMissed(report)),
    labelled('photos a second', speedText(report)),
  ];
  const unfair = report.warnings.filter((warning) => !warning.startsWith('Not measurable'));
  return `${searches}\n${lines.join('')}${unfair.map((warning) => `${warning}\n`).join('')}`;
}

/** How fast photos were read. */
export function speedText(report: Pick<EvaluationReport, 'photos_per_s' | 'photos_from_cache'>): string {
  const cached = report.photos_from_cache > 0 ? ` (${report.photos_from_cache} from an earlier run)` : '';
  return `${report.photos_per_s ?? 'none was new'}${cached}`;
}

/** A line with a name and what there is to say of it. */
export function labelled(name: string, text: string): string {
  return `${`  ${name}`.padEnd(24)}${text}\n`;
}

function withInterval(figures: IdentificationFigures, key: FigureKey): string {
  const value = figureOf(figures, key);
  if (value === null) return `not measurable: ${figures.not_measurable[key] ?? 'nothing to count'}`;
  const interval = figures.intervals[key];
  return interval === null
    ? value.toFixed(4)
    : `${value.toFixed(4)}  (${interval[0].toFixed(4)} to ${interval[1].toFixed(4)})`;
}

function figureOf(figures: IdentificationFigures, key: FigureKey): number | null {
  const dot = key.indexOf('.');
  const [name, rate] = dot < 0 ? [key, ''] : [key.slice(0, dot), key.slice(dot + 1)];
  const value: unknown = figures[name as keyof IdentificationFigures];
  const told: unknown = dot < 0 ? value : (value as Readonly<Record<string, unknown>>)[rate];
  return typeof told === 'number' ? told : null;
}

function facesMissed({ detect_fail, intervals }: IdentificationFigures): string {
  const interval = intervals.detect_fail_rate;
  return interval === null
    ? String(detect_fail)
    : `${detect_fail}  (${percent(interval[0])} to ${percent(interval[1])} of photos)`;
}

function probabilities({ ece, brier, log_loss, stranger_share }: EvaluationReport): string {
  if (ece === null || brier === null || log_loss === null || stranger_share === null) return 'not measurable';
  const figures = `ECE ${ece.toFixed(4)}, Brier ${brier.toFixed(4)}, log loss ${log_loss.toFixed(4)}`;
  return `${figures}, stated for ${percent(stranger_share)} strangers`;
}

function percent(value: number): string {
  return `${Number((100 * value).toPrecision(3))} %`;
}
