import type { ArgsDef } from 'citty';
import { enrolGallery } from '../../toolkit/enrol.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { indexRecallLines } from '../index-text.ts';
import { withProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { skippedText } from '../skipped-text.ts';
import {
  decisionArgs,
  distributionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  present,
} from './extraction-args.ts';
import { fusionArgs, weightsOf } from './fusion-args.ts';
import { indexArgs, indexOptionsOf } from './index-args.ts';

const args = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person', required: true },
  out: { type: 'string', valueHint: 'FILE', description: 'The gallery file to write', required: true },
  strangers: decisionArgs.strangers,
  rule: decisionArgs.rule,
  rejector: decisionArgs.rejector,
  ...indexArgs,
  ...fusionArgs,
  ...extractionArgs,
  ...distributionArgs,
} satisfies ArgsDef;

/** `quen enrol` */
export const enrolCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, extractionLists);
    const { people, out, strangers, rule, rejector } = flags.values;
    const stated = { people, out, strangers, rule, rejector };
    const options = present({
      ...stated,
      ...indexOptionsOf(flags),
      ...weightsOf(flags),
      ...extractionOptionsOf(flags),
    });
    const { gallery, fusion, indexRecall, skipped } = await withProgress('Reading photos', (onProgress) =>
      enrolGallery(options as Parameters<typeof enrolGallery>[0], { signal, onProgress }),
    );
    const { identities, faces } = gallery;
    const enrolled = counted(identities.length, 'person', 'people');
    process.stdout.write(`${enrolled} enrolled from ${counted(faces.length, 'photo')}: ${out}\n`);
    if (fusion !== undefined) process.stdout.write(`${fusion.statement}\n`);
    if (indexRecall !== undefined) process.stdout.write(`${indexRecallLines(indexRecall).join('\n')}\n`);
    process.stdout.write(skippedText(skipped));
  },
};
