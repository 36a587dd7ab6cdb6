import type { ArgsDef } from 'citty';
import { applyFixes, type FixesReport, undoFixes } from '../../toolkit/apply-fixes.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { present } from './extraction-args.ts';

/** Carries out the accepted fixes of a list, as `quen audit --apply FILE` does, and says what became of them. */
export async function applyFixesOf(
  fixes: string,
  people: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const report = await applyFixes(present({ fixes, people }) as Parameters<typeof applyFixes>[0], { signal });
  if (report.resumedCount > 0) {
    const photos = counted(report.resumedCount, 'photo');
    process.stdout.write(`An earlier run that was stopped was ended first: ${photos}.\n`);
  }
  process.stdout.write(fixesText(report, 'moved'));
  if (report.moved.length > 0) process.stdout.write("'quen audit undo --people DIR' takes this back.\n");
}

const undoArgs = {
  people: {
    type: 'string',
    valueHint: 'DIR',
    description: 'The folder that fixes were applied to',
    required: true,
  },
} satisfies ArgsDef;

/** `quen audit undo` */
export const auditUndoCommand: QuenCommand = {
  args: undoArgs,
  run: async (rawArgs, signal) => {
    const { values } = readFlags(rawArgs, undoArgs, []);
    const report = await undoFixes({ people: values['people'] as string }, { signal });
    process.stdout.write(fixesText(report, 'moved back'));
  },
};

/** Photos left where they are, shown at most. */
const SHOWN = 20;

function fixesText({ moved, unmoved }: FixesReport, verb: string): string {
  const lines = [`${counted(moved.length, 'photo')} ${verb}.`];
  if (unmoved.length > 0) {
    lines.push(`${counted(unmoved.length, 'photo')} left where they are:`);
    for (const { from, reason } of unmoved.slice(0, SHOWN)) lines.push(`  ${from}: ${reason}`);
    if (unmoved.length > SHOWN) lines.push(`  and ${unmoved.length - SHOWN} more`);
  }
  return `${lines.join('\n')}\n`;
}
