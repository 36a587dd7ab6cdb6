import type { Detection, DetectionOutcome, DetectionRung } from '../core/face.ts';

/** A detection result as it is cached: outcome in pixels of the decoded image, and the whole photo's size. */
export interface CachedDetection {
  readonly outcome: DetectionOutcome;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Width of the decoded image the outcome's pixels belong to. */
  readonly decodedWidthPx: number;
}

interface StoredDetection {
  readonly size: readonly [number, number, number];
  readonly rung?: DetectionRung;
  readonly faces?: readonly {
    readonly box: readonly number[];
    readonly points: readonly number[];
    readonly score: number;
  }[];
}

/** The bytes a detection result is cached as: UTF-8 JSON. */
export function encodeDetection(result: CachedDetection): Uint8Array {
  const size = [result.widthPx, result.heightPx, result.decodedWidthPx] as const;
  const stored: StoredDetection =
    result.outcome.kind === 'no-face'
      ? { size }
      : { size, rung: result.outcome.rung, faces: result.outcome.faces.map(storeFace) };
  return new TextEncoder().encode(JSON.stringify(stored));
}

/** Reverses {@link encodeDetection}. The bytes are trusted: the cache has checked them. */
export function decodeDetection(bytes: Uint8Array): CachedDetection {
  const stored = JSON.parse(new TextDecoder().decode(bytes)) as StoredDetection;
  const [widthPx, heightPx, decodedWidthPx] = stored.size;
  const outcome: DetectionOutcome =
    stored.rung === undefined
      ? { kind: 'no-face' }
      : { kind: 'found', rung: stored.rung, faces: (stored.faces ?? []).map(restoreFace) };
  return { outcome, widthPx, heightPx, decodedWidthPx };
}

/** The bytes the embeddings of all faces of a photo are cached as: float32, little-endian, face after face. */
export function encodeEmbeddings(embeddings: readonly Float32Array[]): Uint8Array {
  const length = embeddings.reduce((total, embedding) => total + embedding.length, 0);
  const bytes = new Uint8Array(length * 4);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const embedding of embeddings) {
    for (const value of embedding) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return bytes;
}

/** Reverses {@link encodeEmbeddings}; undefined when the bytes do not divide among the faces. */
export function decodeEmbeddings(bytes: Uint8Array, faceCount: number): Float32Array[] | undefined {
  if (faceCount === 0 || bytes.length % (4 * faceCount) !== 0) return undefined;
  const dimension = bytes.length / 4 / faceCount;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: faceCount }, (_, face) =>
    Float32Array.from({ length: dimension }, (_, i) => view.getFloat32((face * dimension + i) * 4, true)),
  );
}

function storeFace(face: Detection): { box: number[]; points: number[]; score: number } {
  const { xPx, yPx, widthPx, heightPx } = face.box;
  return { box: [xPx, yPx, widthPx, heightPx], points: [...face.landmarks], score: face.score };
}

function restoreFace(face: { box: readonly number[]; points: readonly number[]; score: number }): Detection {
  const [xPx = 0, yPx = 0, widthPx = 0, heightPx = 0] = face.box;
  return {
    box: { xPx, yPx, widthPx, heightPx },
    landmarks: Float32Array.from(face.points),
    score: face.score,
  };
}
