import type { Detection } from '../core/face.ts';
import type { FaceRow } from '../core/face-row.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { PhotoRecord } from '../jobs/photo-record.ts';
import { inPhotoPixels } from './extract-photo.ts';
import { decodeDetection, decodeEmbeddings } from './extraction-codec.ts';

/** The faces of a photo as rows of a table; none where it failed or has no face. @param networks names, in the order of the embeddings */
export function rowsOfPhoto(
  { photo, sha256, extraction }: ExtractedPhoto,
  networks: readonly string[],
): FaceRow[] {
  if (extraction.kind !== 'faces') return [];
  const { widthPx: photoWidthPx, heightPx: photoHeightPx } = extraction;
  return extraction.faces.map(({ embeddings, failures = [], ...face }, place) => {
    const failed = new Set(failures.map(({ network }) => network));
    const known = embeddings.map((embedding, i) => (failed.has(networks[i] ?? '') ? undefined : embedding));
    const about = { photo: photo.name, sha256, photoWidthPx, photoHeightPx };
    return { ...about, ...face, face: place, embeddings: known };
  });
}

/** The same for a record of a shard. */
export function rowsOfRecord(record: PhotoRecord): FaceRow[] {
  if (record.kind === 'failed') return [];
  const { photo, sha256, detection } = record;
  const { outcome, widthPx, heightPx, decodedWidthPx } = decodeDetection(detection);
  if (outcome.kind === 'no-face') return [];
  const byNetwork = record.embeddings.map((bytes) => bytes && decodeEmbeddings(bytes, outcome.faces.length));
  const about = {
    sha256,
    photoWidthPx: widthPx,
    photoHeightPx: heightPx,
    ...(photo !== undefined && { photo }),
  };
  return outcome.faces.map((found: Detection, face) => ({
    ...about,
    ...inPhotoPixels(found, widthPx / decodedWidthPx),
    face,
    embeddings: byNetwork.map((faces) => faces?.[face]),
  }));
}
