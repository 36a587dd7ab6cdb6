import type { ArgsDef } from 'citty';
import { trainPeople } from '../../toolkit/train.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { headText } from '../head-text.ts';
import { withTrainingProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import {
  decisionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  numberOf,
  present,
} from './extraction-args.ts';
import { headArgs, headLists, headOptionsOf } from './head-args.ts';

const args = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person' },
  train: { type: 'string', valueHint: 'CSV', description: 'Instead of --people, a table image,label' },
  images: { type: 'string', valueHint: 'DIR', description: "Folder the tables' images lie below" },
  out: { type: 'string', valueHint: 'FILE', description: 'The bundle file to write', required: true },
  report: { type: 'string', valueHint: 'FILE', description: 'Page to write on how the training went' },
  ...headArgs,
  ...decisionArgs,
  ...extractionArgs,
} satisfies ArgsDef;

/** `quen train` */
export const trainCommand: QuenCommand = {
  description: 'Train heads on people and make a bundle file, for quen identify --gallery',
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, [...extractionLists, ...headLists]);
    const { people, train, images, out, report, strangers, rule, fpir } = flags.values;
    const stated = { people, train, images, out, report, strangers, rule, fpir: numberOf(fpir) };
    const options = present({ ...stated, ...headOptionsOf(flags), ...extractionOptionsOf(flags) });
    const training = await withTrainingProgress((watch) =>
      trainPeople(options as Parameters<typeof trainPeople>[0], { signal, ...watch }),
    );
    const { gallery, head, threshold, skipped } = training;
    const learnt = counted(gallery.identities.length, 'person', 'people');
    process.stdout.write(`${learnt} learnt from ${counted(gallery.faces.length, 'photo')}: ${out}\n`);
    process.stdout.write(`${headText(head)}${threshold.statement}\n`);
    for (const { path, reason } of skipped) process.stdout.write(`  left out: ${path}: ${reason}\n`);
    if (report !== undefined) process.stdout.write(`Look at ${report}\n`);
  },
};
