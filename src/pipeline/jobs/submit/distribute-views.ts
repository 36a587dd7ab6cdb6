import type { FaceInPhoto } from '../../../core/photo.ts';
import type { ResultCache, ViewPorts, ViewSettings } from '../../../core/ports.ts';
import type { ExtractedPhotoRecord } from '../../../jobs/photo-record.ts';
import { matrix } from '../../../numerics/matrix.ts';
import { keptPasses, passCountOf } from '../../extract-views.ts';
import { decodeEmbeddings } from '../../extraction-codec.ts';
import type { RunControl } from '../../in-turns.ts';
import { encodeViews } from '../../views-codec.ts';
import type { DistributionPorts } from './distribution-ports.ts';
import { distributeFound } from './found-faces.ts';

/** Passes that extraction takes a face through a network. */
const EXTRACTION_PASSES = 2;

/**
 * Has workers embed the views of faces that were found, and waits until they have; nothing where all are kept already. Views that no worker
 * could make are made as ever, but for photos that ended workers. A shard has as many passes as one of photos, so fewer photos. Throws as
 * `distributeShards` does.
 */
export async function distributeViews(
  { faces, settings }: { readonly faces: readonly FaceInPhoto[]; readonly settings: ViewSettings },
  extraction: ViewPorts,
  ports: DistributionPorts,
  control: RunControl,
): Promise<ViewPorts> {
  const caches = extraction.viewCaches(settings.seed);
  const passCount = passCountOf(settings);
  if (faces.every((face) => caches.every((cache) => isKept(cache, face, passCount)))) return extraction;
  const keepAll = (face: KeptFace, { embeddings }: ExtractedPhotoRecord): void =>
    keep(embeddings, face, { caches, passCount });
  const photosPerShard = Math.ceil((EXTRACTION_PASSES * ports.photosPerShard) / passCount);
  const smaller = { ports: { ...ports, photosPerShard }, control };
  return { ...extraction, read: await distributeFound(faces, keepAll, extraction, smaller) };
}

type KeptFace = Pick<FaceInPhoto, 'face' | 'sha256'>;

function isKept(cache: ResultCache, face: KeptFace, passCount: number): boolean {
  return keptPasses(cache, face, passCount)?.rows === passCount;
}

function keep(
  embeddings: readonly (Uint8Array | undefined)[],
  face: KeptFace,
  { caches, passCount }: { readonly caches: readonly ResultCache[]; readonly passCount: number },
): void {
  caches.forEach((cache, place) => {
    const payload = embeddings[place];
    if (payload === undefined || isKept(cache, face, passCount)) return;
    const [values] = decodeEmbeddings(payload, 1) ?? [];
    if (values === undefined || values.length % passCount !== 0) return;
    cache.set(face.sha256, encodeViews(face.face, matrix(values, passCount, values.length / passCount)));
  });
}
