import { dirname } from 'node:path';
import { writeBundle } from '../adapters/files/bundle-store.ts';
import { prepareOutputFolder, writeFileWhole } from '../adapters/files/write-file.ts';
import { extractPhotos } from '../pipeline/extract-photos.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import { renderTraining } from '../report/training/render-training.ts';
import { bundleOf } from './bundle-of.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { enrolAndCalibrate, filesOf, withLabels } from './enrol-people.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import { thresholdOf } from './identify.ts';
import { parseOptions } from './parse-options.ts';
import { enrolledFrom, strangersFrom } from './photo-sets.ts';
import { withRejector } from './rejection.ts';
import { trainOn } from './train-on.ts';
import { type Training, type TrainOptions, trainOptionsSchema } from './train-options.ts';
import { trainingModel } from './training-report.ts';
import type { TrainControl } from './training-sources.ts';

/**
 * Enrols people, trains heads on them, takes the one that does best out of fold, and writes a bundle for `identify`. The
 * file holds embeddings and names: it is personal data. Throws `CONFIG_INVALID`, `PEOPLE_*`, `PHOTOS_EMPTY`,
 * `TABLE_INVALID`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`.
 */
export async function trainPeople(options: TrainOptions, control: TrainControl = {}): Promise<Training> {
  const resolved = parseOptions(trainOptionsSchema, options);
  for (const file of [resolved.out, resolved.report])
    if (file !== undefined) await prepareOutputFolder(dirname(file));
  const people = await enrolledFrom(resolved, control.signal);
  const strangers = await strangersFrom(resolved.strangers, resolved.images, control.signal);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const files = [...filesOf(people.labelled), ...filesOf(strangers.labelled)];
  const { photos } = await extractPhotos(files, extraction.ports, control);
  const split = people.labelled.length;
  const labelled = withLabels(people.labelled, photos.slice(0, split));
  const unknown = withLabels(strangers.labelled, photos.slice(split));
  const settings = { extraction, rule: resolved.rule, weights: resolved.weights };
  const calibrated = enrolAndCalibrate(labelled, unknown, settings);
  const { gallery: enrolled, fusion, skipped, strangers: others } = calibrated;
  const { rejector } = resolved;
  const gallery = await withRejector(enrolled, others, { rejector, signal: control.signal });
  const sources = { gallery, people: labelled, strangers: others };
  const made = await trainOn(
    sources,
    { options: resolved, rejector, extraction, threads: resolved.threads },
    control,
  );
  const training: Training = {
    gallery,
    ...(fusion && { fusion }),
    head: { name: made.name, rejection: made.trained.rejection, validation: made.validation },
    threshold: thresholdOf({ ...made.trained, ...(rejector !== 'none' && { rejector }) }, resolved.fpir),
    skipped: [...people.skipped, ...strangers.skipped, ...skipped, ...networkFailures(photos)],
  };
  await writeBundle(resolved.out, bundleOf(made, { gallery, extraction, options: resolved }));
  if (resolved.report !== undefined) {
    const page = renderTraining(trainingModel(training, { options: resolved, curves: made.curves }));
    await writeFileWhole(resolved.report, page);
  }
  return training;
}
