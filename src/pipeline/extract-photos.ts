import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { ExtractionPorts } from '../core/ports.ts';
import { type ExtractedOrCached, extractPhoto } from './extract-photo.ts';
import { inTurns, type RunControl } from './in-turns.ts';
import { assertNetworksRun } from './network-faults.ts';

export type { RunControl } from './in-turns.ts';

/** What a run over many photos gave, in the order of the photos. */
export interface ExtractionRun {
  readonly photos: readonly ExtractedPhoto[];
  /** How many came from an earlier run. */
  readonly cachedCount: number;
}

/** After this many photos a network that has failed on all of them is not tried on the rest. */
const PHOTOS_TO_TELL = 64;

/**
 * Extracts the faces of many photos. A network that fails on a photo is left out there, and recorded. Stops at the first fault of
 * the whole run, such as a network that fails on every photo (`NETWORK_UNRUNNABLE`), and on abort (`ABORTED`).
 */
export async function extractPhotos(
  photos: readonly PhotoFile[],
  given: ExtractionPorts,
  control: RunControl = {},
): Promise<ExtractionRun> {
  const ports = (await given.distribute?.(photos, control)) ?? given;
  const { concurrency } = ports.extractor;
  const first: ExtractedPhoto[] = [];
  const extract = async (photo: PhotoFile): Promise<ExtractedOrCached> => {
    const extracted = await extractPhoto(photo, ports);
    if (first.length < PHOTOS_TO_TELL && first.push(extracted) === PHOTOS_TO_TELL) assertNetworksRun(first);
    return extracted;
  };
  const run = await inTurns(photos, concurrency, extract, control);
  assertNetworksRun(run.results);
  return { photos: run.results, cachedCount: run.cachedCount };
}
