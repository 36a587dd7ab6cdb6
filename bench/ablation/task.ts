import { join } from 'node:path';
import { openExtraction } from '../../dist/toolkit/distributed/open-extraction.js';
import { enrolAndCalibrate, filesOf, withLabels } from '../../dist/toolkit/enrol-people.js';
import type { OpenExtraction } from '../../dist/toolkit/open-extraction.js';
import { labelledFromTable } from '../../dist/toolkit/photo-sets.js';
import type { ExtractedPhoto } from '../../src/core/photo.ts';
import { strangerProbes } from '../../src/pipeline/calibrate.ts';
import type { LabelledExtraction } from '../../src/pipeline/enrol.ts';
import { extractPhotos } from '../../src/pipeline/extract-photos.ts';
import type { TrainingMaterial } from '../../src/pipeline/training/material.ts';
import { extractionOptionsSchema } from '../../src/toolkit/extraction-options.ts';
import { LFW } from '../photos.ts';

/** Strangers among the photos of each test table, for which probabilities are stated. */
export const STRANGER_SHARES = { open: 0.5, contest: 0.01 } as const;

/** A test table of LFW's open-set task. */
export type TestName = keyof typeof STRANGER_SHARES;

/** A test table with its photos. */
export interface OpenSetTest {
  readonly name: TestName;
  readonly photos: readonly ExtractedPhoto[];
  /** `unknown` for strangers, one for each photo. */
  readonly labels: readonly string[];
}

/** LFW's open-set task, embedded: the people of train.csv, the strangers of strangers.csv, the tests. */
export interface OpenSetTask {
  readonly extraction: OpenExtraction;
  readonly people: readonly LabelledExtraction[];
  /** Without those who are enrolled. */
  readonly strangers: readonly LabelledExtraction[];
  readonly material: TrainingMaterial;
  readonly tests: readonly OpenSetTest[];
}

/** Embeds the task by some networks; what was embedded before comes from the cache. */
export async function openSetTask(
  networks: readonly string[],
  names: readonly TestName[],
): Promise<OpenSetTask & AsyncDisposable> {
  const options = extractionOptionsSchema.parse({ networks });
  const extraction = await openExtraction(options);
  const images = join(LFW, 'images');
  const load = async (name: string) => {
    const labelled = await labelledFromTable(join(LFW, 'open-set', `${name}.csv`), images);
    const { photos } = await extractPhotos(filesOf(labelled), extraction.ports);
    return { labelled, photos };
  };
  const [train, known] = [await load('train'), await load('strangers')];
  const people = withLabels(train.labelled, train.photos);
  const settings = { extraction, rule: 'blend' } as const;
  const { gallery, strangers } = enrolAndCalibrate(
    people,
    withLabels(known.labelled, known.photos),
    settings,
  );
  const tests: OpenSetTest[] = [];
  for (const name of names) {
    const { labelled, photos } = await load(name);
    tests.push({ name, photos, labels: labelled.map(({ label }) => label) });
  }
  return {
    ...{ extraction, people, strangers, tests },
    material: { gallery, strangers: strangerProbes(strangers, gallery) },
    [Symbol.asyncDispose]: async () => await extraction[Symbol.asyncDispose](),
  };
}
