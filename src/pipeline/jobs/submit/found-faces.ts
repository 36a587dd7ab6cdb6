import { QuenError } from '../../../core/errors.ts';
import type { FaceInPhoto } from '../../../core/photo.ts';
import type { ExtractionPorts, RunControl } from '../../../core/ports.ts';
import type { ExtractedPhotoRecord, PhotoRecord } from '../../../jobs/photo-record.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { distributeShards, type WantedPhoto } from './distribute-shards.ts';
import type { DistributionPorts } from './distribution-ports.ts';

/**
 * Has workers make something of faces that were found, and waits until they have. Throws as `distributeShards` does.
 * @param keep called with the record of each photo that they made it of
 * @returns reads photos as the ports do, but none that ended workers again and again
 */
export async function distributeFound(
  faces: readonly FaceInPhoto[],
  keep: (face: Pick<FaceInPhoto, 'sha256' | 'face'>, record: ExtractedPhotoRecord) => void,
  extraction: Pick<ExtractionPorts, 'read' | 'detections'>,
  { ports, control }: { readonly ports: DistributionPorts; readonly control: RunControl },
): Promise<ExtractionPorts['read']> {
  const setAside = new Map<string, string>();
  const take = ({ path, face }: TaskPhoto, record: PhotoRecord): void => {
    if (record.kind === 'failed') {
      if (record.code === 'PHOTO_SET_ASIDE') setAside.set(path, record.reason);
    } else if (face !== undefined && record.sha256 === face.sha256)
      keep({ sha256: face.sha256, face: face.place }, record);
  };
  const wanted = faces.flatMap((face) => wantedOf(face, extraction) ?? []);
  await distributeShards(wanted, take, ports, control);
  return readBut(setAside, extraction);
}

/** A photo with a face that was found in it; undefined where the detection is kept no more: what is wanted is then made here. */
function wantedOf(
  { photo, sha256, face }: FaceInPhoto,
  { detections }: Pick<ExtractionPorts, 'detections'>,
): WantedPhoto | undefined {
  const bytes = detections.get(sha256);
  if (bytes === undefined) return undefined;
  const detection = JSON.parse(new TextDecoder().decode(bytes));
  return { path: photo.path, name: photo.name, face: { place: face, sha256, detection } };
}

/** @param setAside reasons by path */
function readBut(
  setAside: ReadonlyMap<string, string>,
  ports: Pick<ExtractionPorts, 'read'>,
): ExtractionPorts['read'] {
  return async (photo) => {
    const reason = setAside.get(photo.path);
    if (reason !== undefined) throw new QuenError('PHOTO_SET_ASIDE', reason);
    return await ports.read(photo);
  };
}
