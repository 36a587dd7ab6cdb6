import { basename, join, resolve } from 'node:path';
import { engineVersions } from '../adapters/engine-versions.ts';
import { readPhoto } from '../adapters/files/read-photo.ts';
import { writeFileWhole } from '../adapters/files/write-file.ts';
import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import { faceThumbnail, photoThumbnail } from '../adapters/sharp/thumbnails.ts';
import type { Finding, FindingKind } from '../core/audit-finding.ts';
import type { NetworkCard } from '../networks/card.ts';
import type { Audit } from '../pipeline/audit/audit-people.ts';
import type { PicturedPhoto } from '../pipeline/audit/set-of-photos.ts';
import { renderAudit } from '../report/audit/render-audit.ts';
import { version } from '../version.ts';
import type { ResolvedAuditOptions } from './audit-options.ts';
import type { AuditReport } from './audit-report.ts';
import type { OpenExtraction } from './open-extraction.ts';

/** Side of a picture, in pixels: twice what it has on the page. */
const PICTURE_SIDE_PX = 224;

/** An audit that is done, and what it was done with. */
export interface FinishedAudit {
  readonly report: AuditReport;
  readonly options: ResolvedAuditOptions;
  readonly extraction: Pick<OpenExtraction, 'detector' | 'embedders' | 'restorer'>;
  readonly pictured: Audit['pictured'];
}

/** Writes `audit.json`, `fixes.json` where there are folders, and `audit.html`; the same audit writes the same bytes. Throws `OUTPUT_*`. */
export async function writeAudit(out: string, audit: FinishedAudit): Promise<void> {
  const { report, options } = audit;
  const networks = cardsOf(audit.extraction);
  await writeJson(join(out, 'audit.json'), {
    versions: { quen: version, ...engineVersions() },
    options: decidingOptions(options),
    networks: networks.map((card) => ({ name: card.name, task: card.task, sha256: weightsId(card) })),
    counts: report.counts,
    findings: report.findings,
    skipped: report.skipped,
  });
  if (report.fixes !== undefined) await writeJson(join(out, 'fixes.json'), report.fixes);
  const shown = shownFindings(report.findings, options.shownFindings);
  const pictures = await drawPictures(shown, audit);
  await writeFileWhole(
    join(out, 'audit.html'),
    renderAudit({
      title: basename(resolve(options.people ?? options.train ?? '.')),
      counts: report.counts,
      findings: report.findings,
      shown: new Set(shown.map(({ id }) => id)),
      fixTitles: new Map((report.fixes?.fixes ?? []).map(({ finding, title }) => [finding, title])),
      ...(report.fixes !== undefined && report.fixes.fixes.length > 0 && { fixes: report.fixes }),
      pictures,
      networks: networks.map(({ name, task, licence }) => ({
        name,
        task,
        licence: licence.stated,
        limits: licence.limits,
      })),
      settings: Object.entries(decidingOptions(options)).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, value: String(value) }],
      ),
      skipped: report.skipped,
    }),
  );
}

/** How many threads or machines it took and where it lies decide nothing. */
function decidingOptions({
  threads: _threads,
  distributed: _distributed,
  out: _out,
  ...deciding
}: ResolvedAuditOptions): object {
  return deciding;
}

function cardsOf({ detector, embedders, restorer }: FinishedAudit['extraction']): NetworkCard[] {
  return [...(detector ? [detector] : []), ...embedders, ...(restorer ? [restorer] : [])];
}

/** The surest of each kind. */
function shownFindings(findings: readonly Finding[], perKind: number): Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= perKind;
  });
}

/** Photos of one finding that get a picture. */
const PICTURES_PER_FINDING = 8;

/** Kinds that are judged by more than the face. */
const SHOWN_WHOLE: ReadonlySet<FindingKind> = new Set([
  'exact-copy',
  'near-copy',
  'several-faces',
  'tiny-face',
]);

/** Small pictures of faces, or of whole photos where there is no face; a photo that has gone meanwhile is shown without. */
async function drawPictures(
  findings: readonly Finding[],
  { pictured, options }: Pick<FinishedAudit, 'pictured' | 'options'>,
): Promise<Map<string, string>> {
  const names = new Set(
    findings.flatMap(({ photos, evidence }) => [
      ...photos.slice(0, PICTURES_PER_FINDING),
      ...evidence.map(({ photo }) => photo),
    ]),
  );
  const whole = new Set(findings.filter(({ kind }) => SHOWN_WHOLE.has(kind)).flatMap(({ photos }) => photos));
  const pictures = new Map<string, string>();
  for (const name of names) {
    const place = pictured.get(name);
    if (place === undefined) continue;
    const drawn = whole.has(name) ? { path: place.path } : place;
    const uri = await drawPicture(drawn, options.maxBytes).catch(() => undefined);
    if (uri !== undefined) pictures.set(name, uri);
  }
  return pictures;
}

async function drawPicture({ path, box }: PicturedPhoto, maxBytes: number): Promise<string> {
  const { bytes } = await readPhoto(path, maxBytes);
  const drawn =
    box === undefined
      ? await photoThumbnail(bytes, PICTURE_SIDE_PX)
      : await faceThumbnail(bytes, box, PICTURE_SIDE_PX);
  return drawn.dataUri;
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}
