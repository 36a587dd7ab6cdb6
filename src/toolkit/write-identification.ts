import { basename, join, resolve } from 'node:path';
import { formatTable } from '../adapters/files/tables.ts';
import { writeFileWhole } from '../adapters/files/write-file.ts';
import { answerTest, evaluateIdentification } from '../pipeline/evaluate.ts';
import { IDENTITIES_COLUMNS, identitiesRows } from '../report/identities-table.ts';
import { renderReportChunks } from '../report/render-report.ts';
import type { ReportModel } from '../report/report-model.ts';
import type { FinishedRun } from './identification-run.ts';
import { drawReportPictures } from './report-pictures.ts';
import { decidingOptions, runManifest } from './run-manifest.ts';

/** Writes a run's tables, manifest and report; the same run writes the same bytes. Throws `OUTPUT_*`. */
export async function writeIdentification(out: string, run: FinishedRun): Promise<void> {
  const { photos, threshold, pseudoLabels } = run.identification;
  await writeFileWhole(join(out, 'identities.csv'), formatTable(IDENTITIES_COLUMNS, identitiesRows(photos)));
  await writeJson(join(out, 'identities.json'), { threshold, photos });
  if (pseudoLabels !== undefined) await writeJson(join(out, 'pseudo-labels.json'), pseudoLabels);
  if (run.options.test !== undefined) await writeAnswers(out, run);
  await writeFileWhole(join(out, 'report.html'), renderReportChunks(await reportOf(run)));
  await writeJson(join(out, 'run.json'), runManifest(run));
}

async function writeAnswers(out: string, run: FinishedRun): Promise<void> {
  const { unknownLabel } = run.options;
  const { threshold, probability } = run.identification;
  const answers = await answerTest(run.probes, run.recogniser, { threshold, unknownLabel });
  const rows = answers.map(({ photo, labels }) => [photo, labels.join(' ')]);
  await writeFileWhole(join(out, 'submission.csv'), formatTable(['image', 'label'], rows));
  const { labels } = run.sources;
  if (labels === undefined) return;
  const test = { photos: run.probes, labels, unknownLabel };
  const { figures } = await evaluateIdentification(test, run.recogniser, {
    threshold,
    probability: probability?.model,
  });
  await writeJson(join(out, 'scores.json'), figures);
}

async function reportOf(run: FinishedRun): Promise<ReportModel> {
  const { identification, options, extraction, sources, probes } = run;
  const { gallery } = run.recogniser;
  const shownPhotoCount = Math.min(options.reportPhotos, identification.photos.length);
  const pictures = await drawReportPictures({
    shown: identification.photos.slice(0, shownPhotoCount),
    probes,
    gallery,
    enrolledPaths: new Map(sources.people.labelled.map(({ photo }) => [photo.name, photo.path])),
    maxBytes: options.maxBytes,
  });
  const cards = [...(extraction.detector ? [extraction.detector] : []), ...extraction.embedders];
  const photoCounts = new Map<number, number>();
  for (const { identity } of gallery.faces) photoCounts.set(identity, (photoCounts.get(identity) ?? 0) + 1);
  return {
    title: basename(resolve(options.photos ?? options.test ?? '.')),
    settings: Object.entries(decidingOptions(options)).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value: String(value) }],
    ),
    networks: cards.map(({ name, task, licence }) => ({
      name,
      task,
      licence: licence.stated,
      limits: licence.limits,
    })),
    threshold: identification.threshold,
    people: gallery.identities.map((identity, place) => ({
      identity,
      photoCount: photoCounts.get(place) ?? 0,
    })),
    photos: identification.photos,
    shownPhotoCount,
    ...pictures,
    skipped: identification.skipped,
  };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}
