import { join } from 'node:path';
import type { ArgsDef } from 'citty';
import type { Identification } from '../../toolkit/identification-run.ts';
import { identify } from '../../toolkit/identify.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { indexRecallLines } from '../index-text.ts';
import { withProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
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
import { indexArgs, indexOptionsOf } from './index-args.ts';

const args = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person' },
  gallery: {
    type: 'string',
    valueHint: 'FILE',
    description: "A file made by 'quen enrol' or 'quen train', instead of --people",
  },
  photos: { type: 'string', valueHint: 'DIR', description: 'The photos to name' },
  train: { type: 'string', valueHint: 'CSV', description: 'A table image,label instead of --people' },
  test: { type: 'string', valueHint: 'CSV', description: 'A table image[,label] instead of --photos' },
  images: { type: 'string', valueHint: 'DIR', description: "Folder the tables' images lie below" },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Folder to write tables and the report to (default: quen-out)',
  },
  ...decisionArgs,
  ...probabilityArgs,
  ...learningArgs,
  ...fusionArgs,
  ...indexArgs,
  recalibrate: {
    type: 'boolean',
    description:
      'Set the threshold anew on the enrolled people, for another --index than that of the gallery',
  },
  ...extractionArgs,
  ...distributionArgs,
  'unknown-label': {
    type: 'string',
    valueHint: 'LABEL',
    description: 'The word for nobody in submission.csv (default: unknown)',
  },
  'report-photos': {
    type: 'string',
    valueHint: 'N',
    description: 'Photos shown in report.html (default: 1000)',
  },
} satisfies ArgsDef;

/** `quen identify` */
export const identifyCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, extractionLists);
    const { values } = flags;
    const { people, gallery, photos, train, test, images, strangers, rule, rejector } = values;
    const out = typeof values['out'] === 'string' ? values['out'] : 'quen-out';
    const options = present({
      ...{ people, gallery, photos, train, test, images, strangers, rule, rejector, out },
      fpir: numberOf(values['fpir']),
      strangerShare: numberOf(values['stranger-share']),
      learnFromPhotos: values['learn-from-photos'],
      revoke: values['revoke'],
      unknownLabel: values['unknown-label'],
      reportPhotos: numberOf(values['report-photos']),
      ...weightsOf(flags),
      ...indexOptionsOf(flags),
      recalibrate: values['recalibrate'],
      ...extractionOptionsOf(flags),
    });
    const found = await withProgress('Reading photos', (onProgress) =>
      identify(options as Parameters<typeof identify>[0], { signal, onProgress }),
    );
    process.stdout.write(identificationText(found, out));
  },
};

/** What the user reads when `identify` is done. */
export function identificationText(found: Identification, out: string): string {
  const faces = found.photos.flatMap((photo) => (photo.kind === 'searched' ? photo.faces : []));
  const named = faces.filter(({ decision }) => decision.kind === 'identified').length;
  const groups = new Set(faces.map(({ unknownGroup }) => unknownGroup).filter((group) => group !== undefined))
    .size;
  const count = (kind: string): number => found.photos.filter((photo) => photo.kind === kind).length;
  const lackingCount = found.skipped.filter(({ code }) => code === 'network-left-out').length;
  const lines = [
    `${counted(found.photos.length, 'photo')}, ${counted(faces.length, 'face')}: ${named} named, ${faces.length - named} unknown${groups === 0 ? '' : ` (${counted(groups, 'person', 'people')}, as it looks)`}`,
    ...noteIf(count('no-face'), 'without a face', 'photo'),
    ...noteIf(count('failed'), 'that could not be used, see identities.csv', 'photo'),
    ...noteIf(found.skipped.length - lackingCount, 'that took no part, see run.json', 'file'),
    ...noteIf(lackingCount, 'judged without a network that failed on it, see run.json', 'photo'),
    ...(found.fusion ? [found.fusion.statement] : []),
    ...(found.indexRecall ? indexRecallLines(found.indexRecall) : []),
    ...(found.learning ? [found.learning.statement] : []),
    found.threshold.statement,
    `Look at ${join(out, 'report.html')}`,
  ];
  return `${lines.join('\n')}\n`;
}

function noteIf(count: number, what: string, noun: string): string[] {
  return count === 0 ? [] : [`${counted(count, noun)} ${what}`];
}
