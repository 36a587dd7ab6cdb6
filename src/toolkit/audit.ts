import { relative, resolve, sep } from 'node:path';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import { openInnerProducts } from '../adapters/onnx/inner-products.ts';
import type { FixesFile } from '../audit/fix.ts';
import { fixesOf } from '../audit/fixes-of.ts';
import type { Finding } from '../core/audit-finding.ts';
import { QuenError } from '../core/errors.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import { auditPeople } from '../pipeline/audit/audit-people.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import { type AuditOptionsInput, auditOptionsSchema, type ResolvedAuditOptions } from './audit-options.ts';
import type { AuditReport } from './audit-report.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { filesOf, withLabels } from './enrol-people.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import { parseOptions } from './parse-options.ts';
import { enrolledFrom, strangersFrom } from './photo-sets.ts';
import { writeAudit } from './write-audit.ts';

/**
 * Looks through people's photos for wrong labels, double and mixed folders, copies, and photos that are hard to use. Nothing
 * is changed: `applyFixes` carries out what is accepted. Writes `audit.json`, `fixes.json` and `audit.html` when `out` is
 * given, which must not lie in the folder of people. Throws `CONFIG_INVALID`, `PEOPLE_EMPTY`, `PHOTOS_EMPTY`,
 * `TABLE_INVALID`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`. A photo that cannot be used is a finding.
 */
export async function audit(options: AuditOptionsInput, control: RunControl = {}): Promise<AuditReport> {
  const resolved = parseOptions(auditOptionsSchema, options);
  assertOutside(resolved);
  if (resolved.out !== undefined) await prepareOutputFolder(resolved.out);
  const people = await enrolledFrom(resolved, control.signal);
  const strangers = await strangersFrom(resolved.strangers, resolved.images, control.signal);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const files = [...filesOf(people.labelled), ...filesOf(strangers.labelled)];
  const { photos } = await extractPhotos(files, extraction.ports, control);
  await using products = await openInnerProducts({ threads: resolved.threads });
  const split = people.labelled.length;
  const found = await auditPeople(
    {
      people: withLabels(people.labelled, photos.slice(0, split)),
      strangers: withLabels(strangers.labelled, photos.slice(split)),
    },
    { ...extraction.measuring, products: products.innerProducts },
    { minConfidence: resolved.minConfidence, control },
  );
  const skipped = [...people.skipped, ...strangers.skipped, ...networkFailures(photos)];
  const fixes = fixesFile(found.findings, resolved.people, { ...people, photos: photos.slice(0, split) });
  const report = { findings: found.findings, counts: found.counts, ...(fixes && { fixes }), skipped };
  if (resolved.out !== undefined)
    await writeAudit(resolved.out, { report, options: resolved, extraction, pictured: found.pictured });
  return report;
}

function assertOutside({ people, out }: ResolvedAuditOptions): void {
  if (people === undefined || out === undefined) return;
  const place = relative(resolve(people), resolve(out));
  if (place.startsWith(`..${sep}`) || place === '..') return;
  const message = `out: ${out} lies in ${people}, where it would pass for a person. Choose a folder beside it.`;
  throw new QuenError('CONFIG_INVALID', message);
}

interface FiledSources {
  readonly labelled: readonly LabelledPhoto[];
  readonly skipped: readonly SkippedFile[];
  /** In the order of `labelled`. */
  readonly photos: readonly ExtractedPhoto[];
}

function fixesFile(
  findings: readonly Finding[],
  folder: string | undefined,
  { labelled, skipped, photos }: FiledSources,
): FixesFile | undefined {
  if (folder === undefined) return undefined;
  const people = resolve(folder);
  const filed = labelled.map(({ photo, label }, place) => ({
    name: photo.name,
    path: relative(people, photo.path).split(sep).join('/'),
    person: label,
    sha256: photos[place]?.sha256 ?? '',
  }));
  return {
    kind: 'quen-audit-fixes',
    version: 1,
    people,
    aside: `${people}-aside`,
    fixes: fixesOf(findings, { photos: filed, others: skipped.map(({ path }) => path) }),
  };
}
