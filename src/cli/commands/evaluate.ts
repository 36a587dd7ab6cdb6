import type { ArgsDef } from 'citty';
import {
  type EvaluationReport,
  evaluateLfwPairs,
  evaluateTables,
  type LfwPairsReport,
} from '../../toolkit/evaluate.ts';
import type { HeadOptionsInput } from '../../toolkit/head-options.ts';
import { type Flags, readFlags } from '../flags.ts';
import { headText } from '../head-text.ts';
import { withProgress, withTrainingProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import {
  decisionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  learningArgs,
  numberOf,
  present,
  probabilityArgs,
} from './extraction-args.ts';
import { headArgs, headLists, headOptionsOf } from './head-args.ts';

const tableArgs = {
  images: {
    type: 'string',
    valueHint: 'DIR',
    description: "Folder the tables' images lie below",
    required: true,
  },
  train: {
    type: 'string',
    valueHint: 'CSV',
    description: 'Table image,label of photos to enrol',
    required: true,
  },
  test: {
    type: 'string',
    valueHint: 'CSV',
    description: 'Table image,label of photos to name',
    required: true,
  },
  ...decisionArgs,
  ...probabilityArgs,
  ...learningArgs,
  ...headArgs,
  ...extractionArgs,
  'unknown-label': {
    type: 'string',
    valueHint: 'LABEL',
    description: "The table's word for nobody (default: unknown)",
  },
  json: { type: 'string', valueHint: 'FILE', description: 'Write the figures there' },
} satisfies ArgsDef;

/** `quen evaluate` */
export const evaluateCommand: QuenCommand = {
  description: 'Enrol one table of photos, name another, and score the answers',
  args: tableArgs,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, tableArgs, [...extractionLists, ...headLists]);
    const { values } = flags;
    const options = present({
      images: values['images'],
      train: values['train'],
      test: values['test'],
      strangers: values['strangers'],
      rule: values['rule'],
      fpir: numberOf(values['fpir']),
      strangerShare: numberOf(values['stranger-share']),
      learnFromPhotos: values['learn-from-photos'],
      revoke: values['revoke'],
      unknownLabel: values['unknown-label'],
      json: values['json'],
      training: trainingOf(flags),
      ...extractionOptionsOf(flags),
    });
    const report = await withTrainingProgress((watch) =>
      evaluateTables(options as Parameters<typeof evaluateTables>[0], { signal, ...watch }),
    );
    process.stdout.write(identificationText(report));
  },
};

/** Head options, where any flag of heads is given. */
function trainingOf(flags: Flags): HeadOptionsInput | undefined {
  const options = headOptionsOf(flags);
  return Object.keys(options).length > 0 ? options : undefined;
}

const pairsArgs = {
  images: { type: 'string', valueHint: 'DIR', description: "Folder with LFW's photos", required: true },
  pairs: { type: 'string', valueHint: 'FILE', description: 'List of pairs, pairs.txt', required: true },
  ...extractionArgs,
  json: { type: 'string', valueHint: 'FILE', description: 'Write the figures there' },
} satisfies ArgsDef;

/** `quen evaluate lfw-pairs` */
export const evaluateLfwPairsCommand: QuenCommand = {
  description: 'The 1:1 protocol of LFW: ten folds of pairs',
  args: pairsArgs,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, pairsArgs, extractionLists);
    const { images, pairs, json } = flags.values;
    const options = present({ images, pairs, json, ...extractionOptionsOf(flags) });
    const report = await withProgress('Reading photos', (onProgress) =>
      evaluateLfwPairs(options as Parameters<typeof evaluateLfwPairs>[0], { signal, onProgress }),
    );
    process.stdout.write(pairsText(report));
  },
};

function identificationText(report: EvaluationReport): string {
  const dirs = Object.entries(report.dir_at_fpir).map(
    ([rate, dir]) => `  DIR at FPIR ${rate}`.padEnd(24) + share(dir),
  );
  const lines = [
    `  rank 1`.padEnd(24) + share(report.rank1),
    ...dirs,
    `  AUROC`.padEnd(24) + share(report.auroc),
    `  MAP@5`.padEnd(24) + share(report.map5),
    `${`  FPIR asked, realised`.padEnd(24)}${share(report.asked_fpir)}, ${share(report.realised_fpir)}`,
    ...probabilityLines(report),
    `  photos without a face`.padEnd(24) + report.detect_fail,
    `  photos a second`.padEnd(24) + speed(report),
  ];
  const searches = `${report.mated_searches} searches for enrolled people, ${report.non_mated_searches} for strangers`;
  const head = report.head === undefined ? '' : headText(report.head);
  const learning = report.learning === undefined ? '' : `${report.learning.statement}\n`;
  return `${searches}\n${lines.join('\n')}\n${learning}${report.threshold_statement}\n${head}`;
}

function probabilityLines({ ece, brier, log_loss, stranger_share }: EvaluationReport): string[] {
  if (stranger_share === null) return [`  probabilities`.padEnd(24) + share(null)];
  const figures = `ECE ${share(ece)}, Brier ${share(brier)}, log loss ${share(log_loss)}`;
  return [`${`  probabilities`.padEnd(24)}${figures}, stated for ${percentOf(stranger_share)} strangers`];
}

function percentOf(value: number): string {
  return `${Number((100 * value).toPrecision(3))} %`;
}

function pairsText(report: LfwPairsReport): string {
  const error = (100 * report.accuracy_standard_error).toFixed(2);
  const lines = [
    `${`  accuracy`.padEnd(24)}${(100 * report.accuracy).toFixed(2)} % +- ${error}`,
    `  TAR at FAR 0.1 %`.padEnd(24) + share(report.tar_at_far['0.001']),
    `  equal error rate`.padEnd(24) + share(report.eer),
    `  photos without a face`.padEnd(24) + report.detect_fail,
    `  photos a second`.padEnd(24) + speed(report),
  ];
  return `${report.pairs} pairs of ${report.photos} photos\n${lines.join('\n')}\n`;
}

function share(value: number | null): string {
  return value === null ? 'not measurable' : value.toFixed(4);
}

function speed({ photos_per_s, photos_from_cache }: EvaluationReport | LfwPairsReport): string {
  const cached = photos_from_cache > 0 ? ` (${photos_from_cache} from an earlier run)` : '';
  return `${photos_per_s ?? 'none was new'}${cached}`;
}
