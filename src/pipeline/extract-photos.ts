import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { ExtractionPorts } from '../core/ports.ts';
import { extractPhoto } from './extract-photo.ts';
import { inTurns, type RunControl } from './in-turns.ts';

export type { RunControl } from './in-turns.ts';

/** What a run over many photos gave, in the order of the photos. */
export interface ExtractionRun {
  readonly photos: readonly ExtractedPhoto[];
  /** How many came from an earlier run. */
  readonly cachedCount: number;
}

/** Extracts the faces of many photos. Stops at the first fault of the whole run and on abort (`ABORTED`). */
export async function extractPhotos(
  photos: readonly PhotoFile[],
  ports: ExtractionPorts,
  control: RunControl = {},
): Promise<ExtractionRun> {
  const { concurrency } = ports.extractor;
  const run = await inTurns(photos, concurrency, (photo) => extractPhoto(photo, ports), control);
  return { photos: run.results, cachedCount: run.cachedCount };
}
