import type { ArgsDef } from 'citty';
import {
  type EvaluationReport,
  evaluateLfwPairs,
  evaluateTables,
  type LfwPairsReport,
} from '../../toolkit/evaluate.ts';
import type { HeadOptionsInput } from '../../toolkit/head-options.ts';
import { identificationText, speedText } from '../evaluation-text.ts';
import { type Flags, readFlags } from '../flags.ts';
import { headText } from '../head-text.ts';
import { withProgress, withTrainingProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { robustnessText } from '../robustness-text.ts';
import { skippedText } from '../skipped-text.ts';
import { slicesText } from '../slice-text.ts';
import {
  decisionArgs,
  distributionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  learningArgs,
  numberOf,
  present,
  probabilityArgs,
} from './extraction-args.ts';
import { fusionArgs, weightsOf } from './fusion-args.ts';
import { headArgs, headLists, headOptionsOf } from './head-args.ts';
import { sweepArgs, sweepLists, sweepOptionsOf } from './sweep-args.ts';

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
  ...fusionArgs,
  ...extractionArgs,
  ...distributionArgs,
  ...sweepArgs,
  'unknown-label': {
    type: 'string',
    valueHint: 'LABEL',
    description: "The table's word for nobody (default: unknown)",
  },
  json: { type: 'string', valueHint: 'FILE', description: 'Write the figures there' },
  out: { type: 'string', valueHint: 'DIR', description: 'Write report.html and report.json there' },
} satisfies ArgsDef;

/** `quen evaluate` */
export const evaluateCommand: QuenCommand = {
  args: tableArgs,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, tableArgs, [...extractionLists, ...headLists, ...sweepLists]);
    const { values } = flags;
    const options = present({
      images: values['images'],
      train: values['train'],
      test: values['test'],
      strangers: values['strangers'],
      rule: values['rule'],
      rejector: values['rejector'],
      fpir: numberOf(values['fpir']),
      strangerShare: numberOf(values['stranger-share']),
      learnFromPhotos: values['learn-from-photos'],
      revoke: values['revoke'],
      unknownLabel: values['unknown-label'],
      json: values['json'],
      out: values['out'],
      training: trainingOf(flags),
      ...weightsOf(flags),
      ...sweepOptionsOf(flags),
      ...extractionOptionsOf(flags),
    });
    const report = await withTrainingProgress((watch) =>
      evaluateTables(options as Parameters<typeof evaluateTables>[0], { signal, ...watch }),
    );
    process.stdout.write(reportText(report));
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
  ...distributionArgs,
  json: { type: 'string', valueHint: 'FILE', description: 'Write the figures there' },
} satisfies ArgsDef;

/** `quen evaluate lfw-pairs` */
export const evaluateLfwPairsCommand: QuenCommand = {
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

function reportText(report: EvaluationReport): string {
  const head = report.head === undefined ? '' : headText(report.head);
  const learning = report.learning === undefined ? '' : `${report.learning.statement}\n`;
  const fusion = report.fusion === undefined ? '' : `${report.fusion.statement}\n`;
  const failures = skippedText(report.network_failures);
  const figures = identificationText(report);
  const slices = slicesText(report.slices ?? []);
  const robustness = report.robustness === undefined ? '' : robustnessText(report.robustness);
  return `${figures}${fusion}${learning}${report.threshold_statement}\n${head}${failures}${slices}${robustness}`;
}

function pairsText(report: LfwPairsReport): string {
  const error = (100 * report.accuracy_standard_error).toFixed(2);
  const lines = [
    `${`  accuracy`.padEnd(24)}${(100 * report.accuracy).toFixed(2)} % +- ${error} over folds`,
    `${`  95 % over people`.padEnd(24)}${percent(report.accuracy_interval.low)} to ${percent(report.accuracy_interval.high)}`,
    `  TAR at FAR 0.1 %`.padEnd(24) + share(report.tar_at_far['0.001']),
    `  equal error rate`.padEnd(24) + share(report.eer),
    `  photos without a face`.padEnd(24) + report.detect_fail,
    `  photos a second`.padEnd(24) + speedText(report),
  ];
  return `${report.pairs} pairs of ${report.photos} photos\n${lines.join('\n')}\n`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}

function share(value: number | null): string {
  return value === null ? 'not measurable' : value.toFixed(4);
}
