import { dirname } from 'node:path';
import { writeGallery } from '../adapters/files/gallery-store.ts';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import { type EnrolledGallery, enrolAndCalibrate, filesOf, withLabels } from './enrol-people.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import { type EnrolOptions, enrolOptionsSchema } from './identify-options.ts';
import { openExtraction } from './open-extraction.ts';
import { parseOptions } from './parse-options.ts';
import { peopleFromFolder, strangersFrom } from './photo-sets.ts';
import { withRejector } from './rejection.ts';

/**
 * Enrols people from a folder of photos per person and writes a gallery file for `identify`. The file holds embeddings
 * and names: it is personal data. Throws `CONFIG_INVALID`, `PEOPLE_*`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`.
 */
export async function enrolGallery(
  options: EnrolOptions,
  control: RunControl = {},
): Promise<EnrolledGallery> {
  const resolved = parseOptions(enrolOptionsSchema, options);
  await prepareOutputFolder(dirname(resolved.out));
  const people = await peopleFromFolder(resolved.people, control.signal);
  const strangers = await strangersFrom(resolved.strangers, undefined, control.signal);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const files = [...filesOf(people.labelled), ...filesOf(strangers.labelled)];
  const { photos } = await extractPhotos(files, extraction.ports, control);
  const split = people.labelled.length;
  const enrolled = enrolAndCalibrate(
    withLabels(people.labelled, photos.slice(0, split)),
    withLabels(strangers.labelled, photos.slice(split)),
    { extraction, rule: resolved.rule, weights: resolved.weights },
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
    skipped: [...people.skipped, ...strangers.skipped, ...enrolled.skipped, ...networkFailures(photos)],
  };
}
