import type { ArgsDef } from 'citty';
import { compareEnsemble, type EnsembleReport } from '../../toolkit/ensemble.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { withProgress } from '../progress.ts';
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

const args = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person' },
  train: { type: 'string', valueHint: 'CSV', description: 'Instead of --people, a table image,label' },
  images: { type: 'string', valueHint: 'DIR', description: "Folder the tables' images lie below" },
  strangers: decisionArgs.strangers,
  fpir: {
    type: 'string',
    valueHint: 'RATE',
    description: 'Share of strangers named at which networks are compared (default: 0.01)',
  },
  rule: decisionArgs.rule,
  weights: {
    type: 'string',
    valueHint: 'equal|learned',
    description: 'How networks are weighed as they are compared (default: equal)',
  },
  within: {
    type: 'string',
    valueHint: 'POINTS',
    description: 'Points of DIR, of 100, that the smallest ensemble may lose (default: 0.2)',
  },
  ...extractionArgs,
  ...distributionArgs,
  json: { type: 'string', valueHint: 'FILE', description: 'Write the comparison there' },
} satisfies ArgsDef;

/** `quen ensemble` */
export const ensembleCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, extractionLists);
    const { people, train, images, strangers, rule, weights, fpir, within, json } = flags.values;
    const options = present({
      ...{ people, train, images, strangers, rule, weights, json },
      fpir: numberOf(fpir),
      within: numberOf(within),
      ...extractionOptionsOf(flags),
    });
    const report = await withProgress('Reading photos', (onProgress) =>
      compareEnsemble(options as Parameters<typeof compareEnsemble>[0], { signal, onProgress }),
    );
    process.stdout.write(ensembleText(report));
  },
};

function ensembleText(report: EnsembleReport): string {
  const { networks, together, smallest, searches, fpir, learned, skipped } = report;
  const width = Math.max(10, ...networks.map(({ name }) => name.length)) + 2;
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, n) => (n === 0 ? cell.padEnd(width) : cell.padStart(11))).join('')}\n`;
  const strangers =
    searches.setOn === 'strangers'
      ? counted(searches.nonMatedPeople, 'stranger')
      : 'the same people without themselves';
  const found = counted(searches.matedPeople, 'person', 'people');
  const rows = networks.map(({ name, alone, without, learned_weight, ms_per_face }) =>
    line([name, share(alone), share(without), learned_weight.toFixed(3), ms_per_face.toFixed(1)]),
  );
  return [
    `DIR at FPIR ${fpir} of ${found} searched for without one of their photos, and ${strangers}, ${report.weights} weights:\n`,
    line(['', 'alone', 'without', 'learned', 'ms a face']),
    ...rows,
    line(['together', share(together.dir_at_fpir), '', '', together.ms_per_face.toFixed(1)]),
    `Smallest within ${smallest.within_points} points: ${smallest.networks.join(' + ')}, ${share(smallest.dir_at_fpir)}, ${smallest.ms_per_face.toFixed(1)} ms a face.\n`,
    `${learned.statement}\n`,
    skippedText(skipped),
  ].join('');
}

function share(value: number | null): string {
  return value === null ? '' : value.toFixed(4);
}
