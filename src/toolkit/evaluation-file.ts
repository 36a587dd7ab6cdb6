import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';

/** The format of `report.json`; another number cannot be read. */
export const EVALUATION_FORMAT = 'quen-evaluation-1';

const scored = { identity: z.string(), score: z.number() };

const searchSchema = z.strictObject({
  photo: z.string(),
  person: z.string(),
  isMated: z.boolean(),
  found: z
    .strictObject({
      bestScore: z.number(),
      mate: z.strictObject({ rank: z.int().positive(), score: z.number() }).optional(),
    })
    .optional(),
  truth: z.string(),
  labels: z.array(z.string()),
  candidates: z.array(z.strictObject(scored)),
  nearest: z.strictObject({ ...scored, photo: z.string() }).optional(),
  probability: z.number().optional(),
  enrolledPhotoCount: z.int().nonnegative(),
});

const fileSchema = z.looseObject({
  format: z.literal(EVALUATION_FORMAT),
  title: z.string(),
  machine: z.record(z.string(), z.json()),
  manifest: z.record(z.string(), z.json()),
  findings: z.looseObject({ threshold: z.number() }),
  searches: z.array(searchSchema),
});

/** What `report.json` says, as far as it is needed to compare two. */
export interface EvaluationFile {
  readonly path: string;
  readonly title: string;
  readonly threshold: number;
  readonly machine: JsonRecord;
  readonly manifest: JsonRecord;
  readonly searches: readonly EvaluatedSearch[];
}

/** Any JSON by its keys. */
export type JsonRecord = z.infer<typeof fileSchema>['manifest'];

/** Reads `report.json`, or the one in a folder. Throws `REPORT_INVALID`. */
export async function readEvaluation(place: string): Promise<EvaluationFile> {
  const path = (await isFolder(place)) ? join(place, 'report.json') : place;
  const parsed = fileSchema.safeParse(await readJson(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(path, `is not the report of an evaluation: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { title, machine, manifest, findings, searches } = parsed.data;
  return {
    path,
    title,
    threshold: findings.threshold,
    machine,
    manifest,
    // Keys that are absent stay absent: JSON has no undefined.
    searches: searches as readonly EvaluatedSearch[],
  };
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (cause) {
    throw invalid(place, 'is not there', cause);
  }
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(path, 'cannot be read', cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'is not JSON; was it cut off?', cause);
  }
}

function invalid(path: string, problem: string, cause?: unknown): QuenError {
  return new QuenError(
    'REPORT_INVALID',
    `${path} ${problem}. Name a report.json that quen evaluate --out wrote, or its folder.`,
    { cause },
  );
}
