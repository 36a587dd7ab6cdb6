import { alignFace, landmarksOfAligned, realign } from '../alignment/align.ts';
import type { RgbImage } from '../core/image.ts';
import type { EmbeddedFace, ExtractedPhoto, Extraction } from '../core/photo.ts';
import type { MeasurePorts } from '../core/ports.ts';
import type { FaceQuality } from '../quality/face-quality.ts';
import { measureFace } from '../quality/measure-face.ts';
import { type PhotoFailure, photoFailure } from './extract-photo.ts';
import { inTurns, type RunControl } from './in-turns.ts';
import { sameBytes } from './same-bytes.ts';

/** Measures of one photo's faces, in the order of its extraction; none for a photo without a face. */
export type MeasuredPhoto =
  | { readonly kind: 'measured'; readonly faces: readonly FaceQuality[] }
  /** A photo that has changed or gone since its faces were found, or gave nothing then. */
  | PhotoFailure;

/**
 * Measures the faces of photos that were extracted before, one result a photo, in their order. Photos are decoded again and
 * aligned at the landmarks that were found; no network runs. Measures of an earlier run are taken without reading the photo.
 * Stops on abort (`ABORTED`).
 */
export async function measureFaces(
  photos: readonly ExtractedPhoto[],
  given: MeasurePorts,
  control: RunControl = {},
): Promise<MeasuredPhoto[]> {
  const ports = (await given.distributeMeasures?.(photos, control)) ?? given;
  const run = await inTurns(photos, ports.concurrency, (photo) => measurePhoto(photo, ports), control);
  return run.results.map(({ measured }) => measured);
}

interface MeasuredOrCached {
  readonly measured: MeasuredPhoto;
  readonly isCached: boolean;
}

/** Measures the faces of one photo; kept measures are taken, and what is measured is kept. */
export async function measurePhoto(photo: ExtractedPhoto, ports: MeasurePorts): Promise<MeasuredOrCached> {
  const { extraction, sha256 } = photo;
  if (extraction.kind === 'failed') return { measured: extraction, isCached: false };
  if (extraction.kind === 'no-face') return { measured: { kind: 'measured', faces: [] }, isCached: false };
  const kept = keptMeasures(photo, ports);
  if (kept !== undefined) return { measured: { kind: 'measured', faces: kept }, isCached: true };
  try {
    const { image } = await ports.decode(await sameBytes(photo, ports), sha256);
    const faces = extraction.faces.map((face) => measuredIn(image, face, extraction));
    ports.measures.set(sha256, encodeMeasures(faces));
    return { measured: { kind: 'measured', faces }, isCached: false };
  } catch (cause) {
    return { measured: photoFailure(cause), isCached: false };
  }
}

function measuredIn(
  image: RgbImage,
  face: EmbeddedFace,
  { rung, widthPx }: Extract<Extraction, { kind: 'faces' }>,
): FaceQuality {
  if (rung === 'given') {
    const landmarks = landmarksOfAligned();
    return measureFace(realign(image, '112x112'), { ...face, landmarks });
  }
  const scale = image.widthPx / widthPx;
  const crop = alignFace(
    image,
    face.landmarks.map((value) => value * scale),
    '112x112',
  );
  return measureFace(crop, face);
}

/** The measures of a photo's faces that are kept; undefined where they are not. */
export function keptMeasures(
  { sha256, extraction }: ExtractedPhoto,
  { measures }: Pick<MeasurePorts, 'measures'>,
): FaceQuality[] | undefined {
  const faceCount = extraction.kind === 'faces' ? extraction.faces.length : 0;
  return decodeMeasures(measures.get(sha256), faceCount);
}

function encodeMeasures(faces: readonly FaceQuality[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(faces));
}

/** The bytes are trusted: the cache has checked them. */
function decodeMeasures(bytes: Uint8Array | undefined, faceCount: number): FaceQuality[] | undefined {
  if (bytes === undefined) return undefined;
  const faces = JSON.parse(new TextDecoder().decode(bytes)) as FaceQuality[];
  return faces.length === faceCount ? faces : undefined;
}
