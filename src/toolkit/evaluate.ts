import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { prepareOutputFolder, writeFileWhole } from '../adapters/files/write-file.ts';
import { QuenError } from '../core/errors.ts';
import type { SliceTable } from '../core/evaluation-slices.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { PhotoFile } from '../core/photo.ts';
import type { RobustnessSweep } from '../core/robustness.ts';
import { parseLfwPairs } from '../evaluation/lfw-pairs.ts';
import type { EmbedderCard } from '../networks/card.ts';
import type { Fusion } from '../pipeline/ensemble/fusion.ts';
import { type ExtractionRun, extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import type { IdentificationFigures } from '../pipeline/identification-figures.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import { withNetworkAlone } from '../pipeline/one-network.ts';
import { type VerificationFigures, verifyPairs } from '../pipeline/verify-pairs.ts';
import {
  DEGRADE_FINDS_FACES,
  DEGRADE_TEACHES_NOTHING,
  degradationOptionsSchema,
} from './degradation-options.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { filesOf } from './enrol-people.ts';
import { extractionOptionsAmong, extractionOptionsSchema } from './extraction-options.ts';
import { fusionOptionsSchema, isWeightEach, ONE_WEIGHT_EACH } from './fusion-options.ts';
import { headOptionsSchema } from './head-options.ts';
import {
  decisionOptionsSchema,
  learningOptionsSchema,
  NOTHING_TO_REVOKE,
  probabilityOptionsSchema,
} from './identify-options.ts';
import type { PhotoLearning } from './learn-from-photos.ts';
import { assertDetectors, type OpenExtraction } from './open-extraction.ts';
import { parseOptions } from './parse-options.ts';
import { labelledFromTable, strangersFrom } from './photo-sets.ts';
import {
  NO_HEAD_TO_REJECT_BY,
  NO_STRANGERS_TO_LEARN_FROM,
  needsHead,
  needsStrangers,
  REJECTOR_OR_LEARNING,
  STRANGERS_TEACH_HEADS,
} from './rejector-options.ts';
import { reportTables } from './report-tables.ts';
import { sweepRobustness } from './robustness.ts';
import { type HeadTaken, type ScoredTest, scoreTest, type TestParts } from './score-test.ts';
import { assertSlices, sliceAttributes } from './slice-attributes.ts';
import type { TrainControl } from './training-sources.ts';

/** Options of `evaluate`. */
export const evaluateOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    ...fusionOptionsSchema.shape,
    ...decisionOptionsSchema.shape,
    ...probabilityOptionsSchema.shape,
    ...learningOptionsSchema.shape,
    ...degradationOptionsSchema.shape,
    /** Columns of the test's table and measures of faces to slice the figures by; `all` for everything there is. */
    slice: z.array(z.string().min(1)).default([]),
    /** Folder the tables' images lie below. */
    images: z.string().min(1),
    /** Table of photos to enrol. */
    train: z.string().min(1),
    /** Table of photos to name; labels that are not enrolled are strangers. */
    test: z.string().min(1),
    /** Options of heads; the templates alone name the photos when absent. */
    training: headOptionsSchema.optional(),
    /** The tables' word for nobody. */
    unknownLabel: z.string().min(1).default('unknown'),
    /** File to write the figures to. */
    json: z.string().min(1).optional(),
    /** Folder to write the report to: `report.html`, and `report.json` for `compareReports`. */
    out: z.string().min(1).optional(),
  })
  .refine(isWeightEach, ONE_WEIGHT_EACH)
  .refine((o) => o.revoke === undefined || o.learnFromPhotos, NOTHING_TO_REVOKE)
  .refine((o) => o.training === undefined || !o.learnFromPhotos, {
    path: ['learnFromPhotos'],
    message: 'heads do not learn from the photos to name; leave out one of the two',
  })
  .refine((o) => o.training !== undefined || !needsHead(o.rejector), NO_HEAD_TO_REJECT_BY)
  .refine((o) => o.strangers !== undefined || !needsStrangers(o.rejector), NO_STRANGERS_TO_LEARN_FROM)
  .refine(
    (o) => (o.training?.strangersAs ?? 'calibration') === 'calibration' || !needsStrangers(o.rejector),
    STRANGERS_TEACH_HEADS,
  )
  .refine((o) => o.rejector === 'none' || !o.learnFromPhotos, REJECTOR_OR_LEARNING)
  .refine((o) => o.degrade.length === 0 || !o.aligned, DEGRADE_FINDS_FACES)
  .refine((o) => o.degrade.length === 0 || !o.learnFromPhotos, DEGRADE_TEACHES_NOTHING);

/** Options of `evaluateTables` as a caller gives them. */
export type EvaluateOptions = z.input<typeof evaluateOptionsSchema>;

/** How fast photos were read in this run; those from an earlier run are not counted in the rate. */
export interface SpeedFigures {
  /** Null when every photo came from an earlier run. */
  readonly photos_per_s: number | null;
  readonly photos_from_cache: number;
}

/** Figures of one test with all networks together, and with the templates of each network alone. */
export interface EvaluationReport extends IdentificationFigures, SpeedFigures {
  /** How several networks weigh; absent for a single one. */
  readonly fusion?: Fusion;
  /** Photos that were judged without a network that failed on them. */
  readonly network_failures: readonly SkippedFile[];
  /** The head that named the photos; absent where no head was asked for. */
  readonly head?: HeadTaken;
  /** What was learnt from the test's photos, without their labels; absent where it was not asked for. */
  readonly learning?: PhotoLearning;
  readonly networks: Readonly<Record<string, IdentificationFigures>>;
  /** How the threshold was set, in one sentence. */
  readonly threshold_statement: string;
  /** Absent where none was asked for. */
  readonly slices?: readonly SliceTable[];
  /** The same test with its photos made worse; absent where it was not asked for. */
  readonly robustness?: RobustnessSweep;
}

/**
 * Enrols a table of photos, names those of another and scores the answers. Throws as `identify` does, and
 * `EVALUATION_EMPTY` for a test without photos.
 */
export async function evaluateTables(
  options: EvaluateOptions,
  control: TrainControl = {},
): Promise<EvaluationReport> {
  const resolved = parseOptions(evaluateOptionsSchema, options);
  if (resolved.json !== undefined) await prepareOutputFolder(dirname(resolved.json));
  if (resolved.out !== undefined) await prepareOutputFolder(resolved.out);
  const train = await labelledFromTable(resolved.train, resolved.images);
  const test = await labelledFromTable(resolved.test, resolved.images);
  const { labelled: strangers, skipped } = await strangersFrom(
    resolved.strangers,
    resolved.images,
    control.signal,
  );
  await assertSlices(resolved.slice, resolved.test);
  await assertDetectors(resolved.degradeDetectors);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const { run, speed } = await extractTimed(
    [...filesOf(train), ...filesOf(strangers), ...filesOf(test)],
    extraction,
    control,
  );
  const probes = run.photos.slice(train.length + strangers.length);
  const sources = { table: resolved.test, probes, extraction, control };
  const attributes = await sliceAttributes(resolved.slice, sources);
  const parts = { train, strangers, test, attributes, settings: resolved, extraction };
  const heads = resolved.training;
  const together = await scoreTest(run.photos, parts, { heads, learns: resolved, control });
  const names = extraction.embedders.map(({ name }) => name);
  const alone: [string, ScoredTest][] = [];
  for (const [place, name] of names.entries()) {
    const isOnly = names.length === 1 && heads === undefined && !resolved.learnFromPhotos;
    const photos = run.photos.map((photo) => withNetworkAlone(photo, place));
    const one = {
      ...parts,
      extraction: { ...extraction, embedders: [extraction.embedders[place] as EmbedderCard] },
    };
    const scored = isOnly ? together : await scoreTest(photos, one, { ...TEMPLATES_ALONE, control });
    alone.push([name, scored]);
  }
  const swept = await sweptFigures(together, parts, resolved, control);
  const report = {
    ...together.figures,
    ...speed,
    ...howNamed(together),
    network_failures: networkFailures(run.photos),
    networks: Object.fromEntries(alone.map(([name, { figures }]) => [name, figures])),
    threshold_statement: together.threshold.statement,
    ...swept,
  };
  await writeJson(resolved.json, report);
  const { robustness } = swept;
  const tested = { together, alone, robustness, photos: run.photos, parts, options: resolved, skipped };
  if (resolved.out !== undefined) await reportTables(resolved.out, tested, control.signal);
  return report;
}

/** Slices, and the same test with its photos made worse, as far as they were asked for. */
async function sweptFigures(
  { findings }: ScoredTest,
  parts: TestParts,
  options: z.output<typeof evaluateOptionsSchema>,
  control: TrainControl,
): Promise<Pick<EvaluationReport, 'slices' | 'robustness'>> {
  return {
    ...(options.slice.length > 0 && { slices: findings.slices }),
    ...(options.degrade.length > 0 && { robustness: await sweepRobustness(parts, options, control) }),
  };
}

/** Weights of networks, head and learning, as far as there are any. */
function howNamed({ fusion, head, learning }: ScoredTest): Pick<ScoredTest, 'fusion' | 'head' | 'learning'> {
  return { ...(fusion && { fusion }), ...(head && { head }), ...(learning && { learning }) };
}

const TEMPLATES_ALONE = { heads: undefined, learns: { learnFromPhotos: false } } as const;

/** Options of `evaluateLfwPairs`. */
export const lfwPairsOptionsSchema = z.strictObject({
  ...extractionOptionsSchema.shape,
  /** Folder with LFW's photos, `Name/Name_0001.jpg`. */
  images: z.string().min(1),
  /** The list of pairs, `pairs.txt`. */
  pairs: z.string().min(1),
  /** File to write the figures to. */
  json: z.string().min(1).optional(),
});

/** Options of `evaluateLfwPairs` as a caller gives them. */
export type LfwPairsOptions = z.input<typeof lfwPairsOptionsSchema>;

/** Figures of the LFW protocol. */
export type LfwPairsReport = VerificationFigures & SpeedFigures;

/** Runs the 1:1 protocol of LFW (Huang et al. 2007): ten folds of 300 same and 300 different pairs. */
export async function evaluateLfwPairs(
  options: LfwPairsOptions,
  control: RunControl = {},
): Promise<LfwPairsReport> {
  const resolved = parseOptions(lfwPairsOptionsSchema, options);
  if (resolved.json !== undefined) await prepareOutputFolder(dirname(resolved.json));
  const folds = parseLfwPairs(await readText(resolved.pairs), resolved.pairs);
  const names = [...new Set(folds.flat().flatMap(({ first, second }) => [first, second]))].sort();
  const files = names.map((name): PhotoFile => ({ path: `${resolved.images}/${name}`, name }));
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const { run, speed } = await extractTimed(files, extraction, control);
  const report = { ...verifyPairs(folds, run.photos), ...speed };
  await writeJson(resolved.json, report);
  return report;
}

async function extractTimed(
  files: readonly PhotoFile[],
  extraction: OpenExtraction,
  control: RunControl,
): Promise<{ run: ExtractionRun; speed: SpeedFigures }> {
  const startedMs = performance.now();
  const run = await extractPhotos(files, extraction.ports, control);
  const seconds = (performance.now() - startedMs) / 1000;
  const newCount = files.length - run.cachedCount;
  const rate = newCount === 0 ? null : Number((newCount / seconds).toFixed(2));
  return { run, speed: { photos_per_s: rate, photos_from_cache: run.cachedCount } };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new QuenError('TABLE_INVALID', `The list ${path} cannot be read. Check its path.`, { cause });
  }
}

async function writeJson(path: string | undefined, report: unknown): Promise<void> {
  if (path !== undefined) await writeFileWhole(path, `${JSON.stringify(report, null, 2)}\n`);
}
