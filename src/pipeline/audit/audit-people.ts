import type { AuditSet } from '../../audit/audit-set.ts';
import { rankFindings } from '../../audit/finding.ts';
import type { AuditPorts } from '../../audit/labelled-faces.ts';
import { photoFindings } from '../../audit/photo-findings.ts';
import type { Finding } from '../../core/audit-finding.ts';
import type { MeasurePorts } from '../../core/ports.ts';
import type { RunControl } from '../in-turns.ts';
import { measureFaces } from '../measure-faces.ts';
import { type AuditOptions, auditLabels } from './audit-labels.ts';
import { findCopies } from './find-copies.ts';
import { inspectPhotos } from './inspect-photos.ts';
import { type AuditSources, gatherSet, type PicturedPhoto, picturedPhotos } from './set-of-photos.ts';

/** What was looked at. */
export interface AuditCounts {
  readonly people: number;
  readonly photos: number;
  /** Photos with a face. */
  readonly faces: number;
}

/** What the audit of a folder found. */
export interface Audit {
  /** Surest first. */
  readonly findings: readonly Finding[];
  readonly counts: AuditCounts;
  /** Every photo by the name that findings give it. */
  readonly pictured: ReadonlyMap<string, PicturedPhoto>;
}

/**
 * Looks for what is wrong in people's photos: labels, folders, copies, and photos that are hard to use. Nothing is changed.
 * Strangers are compared with and not audited. Throws `ABORTED`.
 */
export async function auditPeople(
  sources: AuditSources,
  ports: Pick<AuditPorts, 'products'> & MeasurePorts,
  { control, ...options }: AuditOptions & { readonly control: RunControl },
): Promise<Audit> {
  const gathered = gatherSet(sources);
  const measured = await measureFaces(sources.people, ports, control);
  const audit = { products: ports.products, signal: control.signal };
  const copies = await findCopies(gathered, { ...ports, ...audit });
  const set: AuditSet = { ...gathered, faces: { ...gathered.faces, copyOf: copies.copyOf } };
  const found = [
    ...(await auditLabels({ set, groups: copies.groups }, audit, options)),
    ...photoFindings(inspectPhotos(gathered, sources.people, measured)),
  ];
  const { length: photos } = sources.people;
  return {
    findings: rankFindings(found.filter(({ confidence }) => confidence >= options.minConfidence)),
    counts: {
      people: set.isOutside.filter((isOutside) => !isOutside).length,
      photos,
      faces: sources.people.filter(({ extraction }) => extraction.kind === 'faces').length,
    },
    pictured: picturedPhotos(gathered),
  };
}
