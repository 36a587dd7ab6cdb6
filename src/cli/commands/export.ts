import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import { exportHeads } from '../../toolkit/export.ts';
import { readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { decisionArgs, numberOf, present } from './extraction-args.ts';

const args = {
  onnx: { type: 'boolean', description: 'As ONNX files, the one format there is', required: true },
  bundle: {
    type: 'string',
    valueHint: 'FILE',
    description: "A bundle made by 'quen train'",
    required: true,
  },
  out: { type: 'string', valueHint: 'DIR', description: 'Folder to write to', required: true },
  fpir: decisionArgs.fpir,
} satisfies ArgsDef;

/** `quen export` */
export const exportCommand: QuenCommand = {
  args,
  run: async (rawArgs) => {
    const { values } = readFlags(rawArgs, args);
    const { onnx, bundle, out, fpir } = values;
    if (onnx !== true)
      throw new QuenError('CONFIG_INVALID', 'Say what the heads are to be written as: --onnx.');
    const options = present({ bundle, out, fpir: numberOf(fpir) });
    const { files, description } = await exportHeads(options as Parameters<typeof exportHeads>[0]);
    process.stdout.write(`${out}: ${files.join(', ')}\n${description.decision.threshold.statement}\n`);
    for (const { network, stated, limits } of description.licences)
      process.stdout.write(`  ${network}: ${stated}. ${limits}\n`);
  },
};
