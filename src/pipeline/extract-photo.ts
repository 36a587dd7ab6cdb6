import { isQuenError, type QuenErrorCode } from '../core/errors.ts';
import type { Detection } from '../core/face.ts';
import type { EmbeddedFace, ExtractedPhoto, Extraction, NetworkFailure, PhotoFile } from '../core/photo.ts';
import type { ExtractionPorts, FaceFailure } from '../core/ports.ts';
import {
  type CachedDetection,
  decodeDetection,
  decodeEmbeddings,
  encodeDetection,
  encodeEmbeddings,
} from './extraction-codec.ts';

/** A photo with what it gave, and whether all of that came from the cache. */
export interface ExtractedOrCached extends ExtractedPhoto {
  readonly isCached: boolean;
}

/** Embeddings of all faces by network; undefined where they are still to be computed. */
type ByNetwork = (readonly Float32Array[] | undefined)[];

/**
 * Reads, decodes, detects, aligns and embeds one photo, taking from the cache what is there and keeping what is new.
 * A photo that cannot be used is an outcome; only faults that concern the whole run are thrown.
 */
export async function extractPhoto(photo: PhotoFile, ports: ExtractionPorts): Promise<ExtractedOrCached> {
  let sha256 = '';
  try {
    const file = await ports.read(photo);
    sha256 = file.sha256;
    const cached = fromCache(sha256, ports);
    if (cached.detection !== undefined && !cached.embeddings.includes(undefined)) {
      return { photo, sha256, extraction: assemble(cached.detection, cached.embeddings), isCached: true };
    }
    const extraction = await compute(file, cached, ports);
    return { photo, sha256, extraction, isCached: false };
  } catch (cause) {
    return { photo, sha256, extraction: photoFailure(cause), isCached: false };
  }
}

/** Why one photo gave nothing. */
export interface PhotoFailure {
  readonly kind: 'failed';
  readonly code: QuenErrorCode;
  readonly reason: string;
}

/** A fault of one photo alone as its outcome; throws any other fault on. */
export function photoFailure(cause: unknown): PhotoFailure {
  if (!isQuenError(cause) || !isPhotoFault(cause.code)) throw cause;
  return { kind: 'failed', code: cause.code, reason: cause.message };
}

function isPhotoFault(code: string): boolean {
  return code.startsWith('PHOTO_') || code === 'DIMENSION_MISMATCH' || code === 'WORKER_CRASHED';
}

interface Cached {
  readonly detection: CachedDetection | undefined;
  readonly embeddings: ByNetwork;
}

function fromCache(sha256: string, ports: ExtractionPorts): Cached {
  const bytes = ports.detections.get(sha256);
  const detection = bytes === undefined ? undefined : decodeDetection(bytes);
  const faceCount = detection?.outcome.kind === 'found' ? detection.outcome.faces.length : 0;
  const embeddings = ports.embeddings.map((cache) => {
    if (detection?.outcome.kind === 'no-face') return [];
    const kept = detection === undefined ? undefined : cache.get(sha256);
    return kept === undefined ? undefined : decodeEmbeddings(kept, faceCount);
  });
  return { detection, embeddings };
}

async function compute(
  file: { readonly bytes: Uint8Array; readonly sha256: string },
  cached: Cached,
  ports: ExtractionPorts,
): Promise<Extraction> {
  const { image, widthPx, heightPx } = await ports.decode(file.bytes, file.sha256);
  const networks = cached.embeddings.flatMap((kept, network) => (kept === undefined ? [network] : []));
  const known = cached.detection?.outcome;
  const decodedWidthPx = image.widthPx;
  const found = await ports.extractor.extract({ image, networks, ...(known && { known }) });
  const detection: CachedDetection = { outcome: found.outcome, widthPx, heightPx, decodedWidthPx };
  if (known === undefined) ports.detections.set(file.sha256, encodeDetection(detection));
  const embeddings = [...cached.embeddings];
  const failures = found.failures ?? [];
  networks.forEach((network, place) => {
    const ofNetwork = found.embeddings.map((perFace) => perFace[place] as Float32Array);
    embeddings[network] = ofNetwork;
    // What failed is not kept: the next run tries again.
    const isKept = ofNetwork.length > 0 && !failures.some((failure) => failure.place === network);
    if (isKept) ports.embeddings[network]?.set(file.sha256, encodeEmbeddings(ofNetwork));
  });
  return assemble(detection, embeddings, failures);
}

function assemble(
  detection: CachedDetection,
  embeddings: ByNetwork,
  failures: readonly FaceFailure[] = [],
): Extraction {
  const { outcome, widthPx, heightPx, decodedWidthPx } = detection;
  if (outcome.kind === 'no-face') return { kind: 'no-face', widthPx, heightPx };
  const scale = widthPx / decodedWidthPx;
  const failuresOf = (index: number): NetworkFailure[] =>
    failures
      .filter(({ face }) => face === index)
      .map(({ network, code, reason }) => ({ network, code, reason }));
  // Where no network was asked for, as when faces are only to be found, none can fail.
  const hasLost = (index: number): boolean => failuresOf(index).length === embeddings.length;
  const lost = embeddings.length === 0 ? undefined : [...outcome.faces.keys()].find(hasLost);
  if (lost !== undefined) return lostFace(lost, failuresOf(lost));
  const faces = outcome.faces.map((face, index): EmbeddedFace => {
    const ofFace = embeddings.map((perFace) => perFace?.[index] as Float32Array);
    const failed = failuresOf(index);
    return {
      ...inPhotoPixels(face, scale),
      embeddings: ofFace,
      ...(failed.length > 0 && { failures: failed }),
    };
  });
  return { kind: 'faces', widthPx, heightPx, rung: outcome.rung, faces };
}

function lostFace(face: number, failures: readonly NetworkFailure[]): Extraction {
  const names = failures.map(({ network }) => network).join(' and ');
  const reason = `No network gave an embedding of face ${face}: ${names} failed. ${failures[0]?.reason ?? ''}`;
  return { kind: 'failed', code: 'NETWORK_UNRUNNABLE', reason, failures };
}

/** What a detection found, without embeddings. */
export function foundBy(detection: CachedDetection): Extraction {
  return assemble(detection, []);
}

/** A face of a decoded photo in pixels of the whole photo. @param scale of the photo to what was decoded */
export function inPhotoPixels(face: Detection, scale: number): Detection {
  if (scale === 1) return face;
  const { xPx, yPx, widthPx, heightPx } = face.box;
  const box = { xPx: xPx * scale, yPx: yPx * scale, widthPx: widthPx * scale, heightPx: heightPx * scale };
  return { box, landmarks: face.landmarks.map((value) => value * scale), score: face.score };
}
