import type { FaceInPhoto } from '../core/photo.ts';
import type { Progress } from '../core/ports.ts';
import { fusedViews } from '../embedding/fuse.ts';
import type { EnrolledFace } from '../gallery/gallery.ts';
import { fusionWeights } from '../gallery/shared-parts.ts';
import type { TrainingViews } from '../heads/head.ts';
import { extractViews, type PhotoViews } from '../pipeline/extract-views.ts';
import type { OpenExtraction } from './open-extraction.ts';
import type { TrainControl, TrainingSources } from './training-sources.ts';

/** Faces whose views are asked for at a time. */
const PHOTOS_AT_ONCE = 256;

/** Passes beside the views: the crop and its mirror image. */
const PLAIN_PASSES = 2;

/** What views are made with. */
export interface ViewOptions {
  readonly extraction: OpenExtraction;
  /** Augmented views of each photo, from 0: then there are no views at all. */
  readonly viewCount: number;
  readonly seed: number;
}

/**
 * Embeds the views of every enrolled face: the crop and its mirror image each alone, and augmented crops. A photo that can
 * no longer be read has none.
 */
export async function trainingViews(
  { gallery, people }: Pick<TrainingSources, 'gallery' | 'people'>,
  { extraction, viewCount, seed }: ViewOptions,
  { signal, onViews }: TrainControl,
): Promise<TrainingViews | undefined> {
  if (viewCount === 0) return undefined;
  const photoNamed = new Map(people.map((photo) => [photo.photo.name, photo]));
  const faces = gallery.faces.map((face): FaceInPhoto => {
    const found = photoNamed.get(face.photo);
    if (found === undefined) throw new RangeError(`The enrolled photo ${face.photo} was not read.`);
    return { photo: found.photo, sha256: face.sha256, face: placeOf(face, found) };
  });
  const settings = { viewCount, seed };
  const stopping = signal && { signal };
  const watched = { ...stopping, ...(onViews && { onProgress: onViews }) };
  const ports = (await extraction.ports.distributeViews?.(faces, settings, watched)) ?? extraction.ports;
  const { cols } = gallery.templates;
  const weights = fusionWeights(gallery);
  // Written slice by slice into one array: views of thousands of photos fill gigabytes.
  const data = new Float32Array(faces.length * (PLAIN_PASSES + viewCount) * cols);
  const photoOf: number[] = [];
  const progress = { cachedCount: 0 };
  for (let start = 0; start < faces.length; start += PHOTOS_AT_ONCE) {
    const slice = faces.slice(start, start + PHOTOS_AT_ONCE);
    const earlier = progress.cachedCount;
    const tell = (now: Progress): void =>
      onViews?.({
        doneCount: start + now.doneCount,
        totalCount: faces.length,
        cachedCount: earlier + now.cachedCount,
      });
    const control = { ...stopping, onProgress: tell };
    const run = await extractViews(slice, settings, ports, control);
    progress.cachedCount += run.cachedCount;
    run.photos.forEach((photo, place) => {
      for (const fused of fusedRows(photo, weights)) {
        data.set(fused, photoOf.length * cols);
        photoOf.push(start + place);
      }
    });
  }
  const rows = { data: data.subarray(0, photoOf.length * cols), rows: photoOf.length, cols };
  return { rows, photoOf: Int32Array.from(photoOf) };
}

function placeOf({ box }: EnrolledFace, { extraction }: TrainingSources['people'][number]): number {
  if (extraction.kind !== 'faces') return 0;
  const { xPx, yPx } = box;
  return Math.max(
    0,
    extraction.faces.findIndex((face) => face.box.xPx === xPx && face.box.yPx === yPx),
  );
}

/** Each pass of a face, all networks fused. */
function fusedRows(photo: PhotoViews, weights: readonly number[] | undefined): Float32Array[] {
  if (photo.kind !== 'embedded') return [];
  return fusedViews(
    photo.networks.map(({ plain, mirror, views }) => [plain, mirror, ...views]),
    weights,
  );
}
