import { createHash } from 'node:crypto';
import type { SeenPhoto } from '../../pipeline/collections/service-ports.ts';
import { extractPhoto } from '../../pipeline/extract-photo.ts';
import { measureFaces } from '../../pipeline/measure-faces.ts';
import type { OpenExtraction } from '../open-extraction.ts';

/** Nothing of a photo that comes to the service goes into the cache of faces. */
const NO_CACHE = { get: () => undefined, set: () => undefined } as const;

/**
 * Finds and embeds the faces of a photo that came in, and measures them where that is wanted; nothing of it is cached. The photo is decoded with
 * the same limits each time.
 */
export async function extractBytes(
  bytes: Uint8Array,
  { ports, measuring }: Pick<OpenExtraction, 'ports' | 'measuring'>,
  { isMeasured } = { isMeasured: false },
): Promise<SeenPhoto> {
  const file = { bytes, sha256: sha256Of(bytes) };
  const read = async () => file;
  const photo = await extractPhoto(
    { path: '', name: 'upload' },
    { ...ports, read, detections: NO_CACHE, embeddings: ports.embeddings.map(() => NO_CACHE) },
  );
  if (!isMeasured || photo.extraction.kind !== 'faces') return photo;
  const [measured] = await measureFaces([photo], {
    read,
    decode: measuring.decode,
    concurrency: 1,
    measures: NO_CACHE,
  });
  return measured?.kind === 'measured' ? { ...photo, qualities: measured.faces } : photo;
}

/** SHA-256 of bytes, hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
