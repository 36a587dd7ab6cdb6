import type { FaceInPhoto } from '../../../core/photo.ts';
import type { ResultCache, ViewPorts, ViewSettings } from '../../../core/ports.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { matrix } from '../../../numerics/matrix.ts';
import { keptPasses, passCountOf } from '../../extract-views.ts';
import { decodeEmbeddings } from '../../extraction-codec.ts';
import type { RunControl } from '../../in-turns.ts';
import { encodeViews } from '../../views-codec.ts';
import { distributeShards } from './distribute-shards.ts';
import type { DistributionPorts } from './distribution-ports.ts';
import { readBut, wantedOf } from './found-faces.ts';

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
  const isKept = (face: FaceInPhoto): boolean =>
    caches.every((cache) => keptPasses(cache, face, passCount)?.rows === passCount);
  if (faces.every(isKept)) return extraction;
  const setAside = new Map<string, string>();
  const take = ({ path, face }: TaskPhoto, record: PhotoRecord): void => {
    if (record.kind === 'failed') {
      if (record.code === 'PHOTO_SET_ASIDE') setAside.set(path, record.reason);
    } else if (face !== undefined && record.sha256 === face.sha256)
      keep(record.embeddings, { face: face.place, sha256: face.sha256 }, { caches, passCount });
  };
  const photosPerShard = Math.ceil((EXTRACTION_PASSES * ports.photosPerShard) / passCount);
  const wanted = faces.flatMap((face) => wantedOf(face, extraction) ?? []);
  await distributeShards(wanted, take, { ...ports, photosPerShard }, control);
  return { ...extraction, read: readBut(setAside, extraction) };
}

function keep(
  embeddings: readonly (Uint8Array | undefined)[],
  face: Pick<FaceInPhoto, 'face' | 'sha256'>,
  { caches, passCount }: { readonly caches: readonly ResultCache[]; readonly passCount: number },
): void {
  caches.forEach((cache, place) => {
    const payload = embeddings[place];
    if (payload === undefined || keptPasses(cache, face, passCount)?.rows === passCount) return;
    const [values] = decodeEmbeddings(payload, 1) ?? [];
    if (values === undefined || values.length % passCount !== 0) return;
    cache.set(face.sha256, encodeViews(face.face, matrix(values, passCount, values.length / passCount)));
  });
}
