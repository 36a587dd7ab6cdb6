import type { ArgsDef } from 'citty';
import { compareReports } from '../../toolkit/compare-reports.ts';
import { comparisonText } from '../comparison-text.ts';
import { readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { present } from './extraction-args.ts';

const diffArgs = {
  first: {
    type: 'positional',
    description: 'report.json of an evaluation, or its folder',
    required: true,
  },
  second: { type: 'positional', description: 'The one to compare with it', required: true },
  html: { type: 'string', valueHint: 'FILE', description: 'Write the comparison there as a page' },
} satisfies ArgsDef;

/** `quen report diff` */
export const reportDiffCommand: QuenCommand = {
  args: diffArgs,
  run: async (rawArgs) => {
    const { values, positionals } = readFlags(rawArgs, diffArgs);
    const [first, second] = positionals;
    const options = present({ first, second, html: values['html'] });
    process.stdout.write(
      comparisonText(await compareReports(options as Parameters<typeof compareReports>[0])),
    );
  },
};
