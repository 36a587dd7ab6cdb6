import { dirname } from 'node:path';
import { z } from 'zod';
import { prepareOutputFolder, writeFileWhole } from '../adapters/files/write-file.ts';
import type { ChangedPhoto } from '../core/changed-photo.ts';
import { QuenError } from '../core/errors.ts';
import type { RunComparison } from '../core/run-comparison.ts';
import { changedPhotos } from '../evaluation/comparison/changed-photos.ts';
import { compareRuns } from '../evaluation/comparison/compare-runs.ts';
import { renderComparison } from '../report/comparison/render-comparison.ts';
import { type EvaluationFile, readEvaluation } from './evaluation-file.ts';
import { type ManifestDifference, manifestDifferences } from './manifest-differences.ts';
import { parseOptions } from './parse-options.ts';

const compareOptionsSchema = z.strictObject({
  /** `report.json` of an evaluation, or its folder. */
  first: z.string().min(1),
  /** The one compared with it. */
  second: z.string().min(1),
  /** File to write the comparison to as a page. */
  html: z.string().min(1).optional(),
});

/** Options of `compareReports` as a caller gives them. */
export type CompareOptions = z.input<typeof compareOptionsSchema>;

/** Two evaluations compared on the photos that both have. */
export interface ReportComparison {
  readonly first: ComparedReport;
  readonly second: ComparedReport;
  /** Figures, paired intervals and tests; second minus first. */
  readonly runs: RunComparison;
  /** Photos that one of the two alone answered rightly. */
  readonly changed: readonly ChangedPhoto[];
  /** Where the manifests differ. */
  readonly settings: readonly ManifestDifference[];
}

/** One of two evaluations. */
export interface ComparedReport {
  readonly path: string;
  readonly title: string;
  readonly threshold: number;
}

/**
 * Compares two evaluations photo by photo. Photos that only one of them has take no part. Throws `REPORT_INVALID`,
 * `CONFIG_INVALID` where they disagree on who is in a photo, `EVALUATION_EMPTY` where they have no photo in common, and
 * `OUTPUT_*`.
 */
export async function compareReports(options: CompareOptions): Promise<ReportComparison> {
  const { html, ...places } = parseOptions(compareOptionsSchema, options);
  if (html !== undefined) await prepareOutputFolder(dirname(html));
  const first = await readEvaluation(places.first);
  const second = await readEvaluation(places.second);
  assertCommon(first, second);
  const comparison: ReportComparison = {
    first: comparedOf(first),
    second: comparedOf(second),
    runs: compareRuns(first, second),
    changed: changedPhotos(first, second),
    settings: manifestDifferences(
      { ...first.manifest, machine: first.machine },
      { ...second.manifest, machine: second.machine },
    ),
  };
  if (html !== undefined) await writeFileWhole(html, renderComparison(comparison));
  return comparison;
}

function comparedOf({ path, title, threshold }: EvaluationFile): ComparedReport {
  return { path, title, threshold };
}

function assertCommon(first: EvaluationFile, second: EvaluationFile): void {
  const names = new Set(first.searches.map(({ photo }) => photo));
  if (second.searches.some(({ photo }) => names.has(photo))) return;
  throw new QuenError(
    'EVALUATION_EMPTY',
    `${first.path} and ${second.path} have no photo in common, so nothing can be compared. Evaluate both on the same test.`,
  );
}
