import type { ArgsDef } from 'citty';
import { trainPeople } from '../../toolkit/train.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { headText } from '../head-text.ts';
import { withTrainingProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { skippedText } from '../skipped-text.ts';
import {
  decisionArgs,
  distributionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  numberOf,
  present,
} from './extraction-args.ts';
import { fusionArgs, weightsOf } from './fusion-args.ts';
import { headArgs, headLists, headOptionsOf } from './head-args.ts';

const args = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person' },
  train: { type: 'string', valueHint: 'CSV', description: 'Instead of --people, a table image,label' },
  images: { type: 'string', valueHint: 'DIR', description: "Folder the tables' images lie below" },
  out: { type: 'string', valueHint: 'FILE', description: 'The bundle file to write', required: true },
  report: { type: 'string', valueHint: 'FILE', description: 'Page to write on how the training went' },
  ...headArgs,
  ...decisionArgs,
  ...fusionArgs,
  ...extractionArgs,
  ...distributionArgs,
} satisfies ArgsDef;

/** `quen train` */
export const trainCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, [...extractionLists, ...headLists]);
    const { people, train, images, out, report, strangers, rule, rejector, fpir } = flags.values;
    const stated = { people, train, images, out, report, strangers, rule, rejector, fpir: numberOf(fpir) };
    const options = present({
      ...stated,
      ...headOptionsOf(flags),
      ...weightsOf(flags),
      ...extractionOptionsOf(flags),
    });
    const training = await withTrainingProgress((watch) =>
      trainPeople(options as Parameters<typeof trainPeople>[0], { signal, ...watch }),
    );
    const { gallery, fusion, head, threshold, skipped } = training;
    const learnt = counted(gallery.identities.length, 'person', 'people');
    process.stdout.write(`${learnt} learnt from ${counted(gallery.faces.length, 'photo')}: ${out}\n`);
    process.stdout.write(`${headText(head)}${threshold.statement}\n`);
    if (fusion !== undefined) process.stdout.write(`${fusion.statement}\n`);
    process.stdout.write(skippedText(skipped));
    if (report !== undefined) process.stdout.write(`Look at ${report}\n`);
  },
};
