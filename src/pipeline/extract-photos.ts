import { throwIfAborted } from '../core/errors.ts';
import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { ExtractionPorts, OnProgress } from '../core/ports.ts';
import { type ExtractedOrCached, extractPhoto } from './extract-photo.ts';

/** How a run over many photos is watched and stopped. */
export interface RunControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** What a run over many photos gave, in the order of the photos. */
export interface ExtractionRun {
  readonly photos: readonly ExtractedPhoto[];
  /** How many came from an earlier run. */
  readonly cachedCount: number;
}

/**
 * Extracts the faces of many photos, a bounded number at a time, so that reading and decoding the next ones overlaps
 * the networks' work on the last ones. Stops at the first fault of the whole run and on abort (`ABORTED`).
 */
export async function extractPhotos(
  photos: readonly PhotoFile[],
  ports: ExtractionPorts,
  control: RunControl = {},
): Promise<ExtractionRun> {
  const extracted = new Array<ExtractedOrCached>(photos.length);
  const state = { next: 0, doneCount: 0, cachedCount: 0, hasFailed: false };
  const takeTurns = async (): Promise<void> => {
    while (state.next < photos.length && !state.hasFailed) {
      throwIfAborted(control.signal);
      const index = state.next++;
      const result = await extractPhoto(photos[index] as PhotoFile, ports);
      extracted[index] = result;
      state.doneCount += 1;
      if (result.isCached) state.cachedCount += 1;
      control.onProgress?.({
        doneCount: state.doneCount,
        totalCount: photos.length,
        cachedCount: state.cachedCount,
      });
    }
  };
  const turns = Array.from({ length: ports.extractor.concurrency }, () =>
    takeTurns().catch((cause: unknown) => {
      state.hasFailed = true;
      throw cause;
    }),
  );
  const [failure] = (await Promise.allSettled(turns)).filter((turn) => turn.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return { photos: extracted, cachedCount: state.cachedCount };
}
