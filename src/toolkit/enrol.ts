import { dirname } from 'node:path';
import { writeGallery } from '../adapters/files/gallery-store.ts';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import {
  type CalibratedGallery,
  type EnrolledGallery,
  enrolAndCalibrate,
  filesOf,
  withLabels,
} from './enrol-people.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import { type EnrolOptions, enrolOptionsSchema, type ResolvedEnrolOptions } from './identify-options.ts';
import { enrolThroughIndex } from './indexes/enrol-through-index.ts';
import { openIndexStore } from './indexes/index-files.ts';
import { stampAsked, withIndexRule } from './indexes/index-options.ts';
import type { OpenExtraction } from './open-extraction.ts';
import { parseOptions } from './parse-options.ts';
import { peopleFromFolder, strangersFrom } from './photo-sets.ts';
import { withRejector } from './rejection.ts';

/**
 * Enrols people from a folder of photos per person and writes a gallery file for `identify`. The file holds embeddings
 * and names: it is personal data. With an index, what finds faces in it
 * is kept beside the file, and everything that it is calibrated on is searched through that. Throws `CONFIG_INVALID`, `PEOPLE_*`, `NETWORK_*`,
 * `OUTPUT_*`, `DATABASE_*`, `ABORTED`.
 */
export async function enrolGallery(
  options: EnrolOptions,
  control: RunControl = {},
): Promise<EnrolledGallery> {
  const resolved = parseOptions(enrolOptionsSchema, withIndexRule(options));
  // Before any long work begins.
  stampAsked(resolved);
  await prepareOutputFolder(dirname(resolved.out));
  const people = await peopleFromFolder(resolved.people, control.signal);
  const strangers = await strangersFrom(resolved.strangers, undefined, control.signal);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const files = [...filesOf(people.labelled), ...filesOf(strangers.labelled)];
  const { photos } = await extractPhotos(files, extraction.ports, control);
  const split = people.labelled.length;
  const enrolled = await enrolledBy(
    withLabels(people.labelled, photos.slice(0, split)),
    withLabels(strangers.labelled, photos.slice(split)),
    { extraction, options: resolved, signal: control.signal },
  );
  const { rejector } = resolved;
  const gallery = await withRejector(enrolled.gallery, enrolled.strangers, {
    rejector,
    signal: control.signal,
  });
  await writeGallery(resolved.out, gallery);
  return {
    gallery,
    ...(enrolled.fusion && { fusion: enrolled.fusion }),
    ...(enrolled.indexRecall && { indexRecall: enrolled.indexRecall }),
    skipped: [...people.skipped, ...strangers.skipped, ...enrolled.skipped, ...networkFailures(photos)],
  };
}

interface EnrolMeans {
  readonly extraction: OpenExtraction;
  readonly options: ResolvedEnrolOptions;
  readonly signal: AbortSignal | undefined;
}

async function enrolledBy(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[],
  { extraction, options, signal }: EnrolMeans,
): Promise<CalibratedGallery> {
  const settings = { extraction, rule: options.rule, weights: options.weights };
  const stamp = stampAsked(options);
  if (stamp === undefined) return enrolAndCalibrate(people, strangers, settings);
  const place = { gallery: options.out, databaseUrl: options.indexDatabase };
  await using store = await openIndexStore(stamp, place);
  return await enrolThroughIndex(people, strangers, { ...settings, store, signal });
}
