import { join } from 'node:path';
import type { ArgsDef } from 'citty';
import { FINDING_KINDS, type FindingKind } from '../../core/audit-finding.ts';
import { QuenError } from '../../core/errors.ts';
import { audit } from '../../toolkit/audit.ts';
import type { AuditReport } from '../../toolkit/audit-report.ts';
import { counted } from '../counted.ts';
import { readFlags } from '../flags.ts';
import { withProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { applyFixesOf } from './audit-fixes.ts';
import {
  distributionArgs,
  extractionArgs,
  extractionLists,
  extractionOptionsOf,
  numberOf,
  present,
} from './extraction-args.ts';

const args = {
  people: { type: 'string', valueHint: 'DIR', description: 'A folder of photos per person' },
  train: { type: 'string', valueHint: 'CSV', description: 'A table image,label instead of --people' },
  images: { type: 'string', valueHint: 'DIR', description: "Folder the table's images lie below" },
  strangers: {
    type: 'string',
    valueHint: 'DIR|CSV',
    description: 'Photos of others to compare with',
  },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Folder to write the findings to (default: quen-audit)',
  },
  'min-confidence': {
    type: 'string',
    valueHint: 'SHARE',
    description: 'Leave out findings less sure than this (default: 0.5)',
  },
  'shown-findings': {
    type: 'string',
    valueHint: 'N',
    description: 'Findings of each kind shown in audit.html (default: 100)',
  },
  apply: {
    type: 'string',
    valueHint: 'FILE',
    description: 'Carry out the accepted fixes of this list instead',
  },
  ...extractionArgs,
  ...distributionArgs,
} satisfies ArgsDef;

/** `quen audit` */
export const auditCommand: QuenCommand = {
  args,
  run: async (rawArgs, signal) => {
    const flags = readFlags(rawArgs, args, extractionLists);
    const { values } = flags;
    if (values['apply'] !== undefined) return await apply(values, signal);
    const { people, train, images, strangers } = values;
    const out = typeof values['out'] === 'string' ? values['out'] : 'quen-audit';
    const options = present({
      ...{ people, train, images, strangers, out },
      minConfidence: numberOf(values['min-confidence']),
      shownFindings: numberOf(values['shown-findings']),
      ...extractionOptionsOf(flags),
    });
    const report = await withProgress('Reading photos', (onProgress) =>
      audit(options as Parameters<typeof audit>[0], { signal, onProgress }),
    );
    process.stdout.write(auditText(report, out));
  },
};

async function apply(
  values: Readonly<Record<string, string | boolean | readonly string[]>>,
  signal: AbortSignal,
): Promise<void> {
  const surplus = Object.keys(values).find((name) => name !== 'apply' && name !== 'people');
  if (surplus !== undefined) {
    throw new QuenError(
      'CONFIG_INVALID',
      `--${surplus} has no meaning with --apply, which looks for nothing.`,
    );
  }
  await applyFixesOf(values['apply'] as string, values['people'] as string | undefined, signal);
}

const KIND_NAMES: Readonly<Record<FindingKind, string>> = {
  'wrong-person': 'photos of somebody else',
  'far-from-everybody': 'photos like nobody',
  'same-person': 'pairs of folders that look like one person',
  'two-people': 'folders that look like two people',
  'exact-copy': 'files that are there twice',
  'near-copy': 'pictures that are there twice',
  'no-face': 'photos without a face',
  unreadable: 'files that cannot be read',
  'several-faces': 'photos with another large face',
  'tiny-face': 'tiny faces',
  blurred: 'blurred faces',
  'turned-away': 'faces turned away',
  'badly-lit': 'badly lit faces',
  drawing: 'faces that are drawn',
  'low-quality': 'faces that are hard to recognise',
};

function auditText({ findings, counts, fixes, skipped }: AuditReport, out: string): string {
  const kinds = FINDING_KINDS.flatMap((kind) => {
    const count = findings.filter((finding) => finding.kind === kind).length;
    return count === 0 ? [] : [`  ${String(count).padStart(5)}  ${KIND_NAMES[kind]}`];
  });
  const lines = [
    `${counted(counts.people, 'person', 'people')}, ${counted(counts.photos, 'photo')}, ${counted(counts.faces, 'face')}: ${counted(findings.length, 'finding')}`,
    ...kinds,
    ...(skipped.length === 0 ? [] : [`${counted(skipped.length, 'file')} that took no part, see audit.json`]),
    `Nothing was changed. Look at ${join(out, 'audit.html')}`,
    ...(fixes === undefined || fixes.fixes.length === 0
      ? []
      : [`Accept fixes there or in ${join(out, 'fixes.json')}, then: quen audit --apply FILE`]),
  ];
  return `${lines.join('\n')}\n`;
}
