import { QuenError } from '../../../core/errors.ts';
import type { FaceInPhoto } from '../../../core/photo.ts';
import type { ExtractionPorts } from '../../../core/ports.ts';
import type { WantedPhoto } from './distribute-shards.ts';

/** A photo with a face that was found in it; undefined where the detection is kept no more: what is wanted is then made here. */
export function wantedOf(
  { photo, sha256, face }: FaceInPhoto,
  { detections }: Pick<ExtractionPorts, 'detections'>,
): WantedPhoto | undefined {
  const bytes = detections.get(sha256);
  if (bytes === undefined) return undefined;
  const detection = JSON.parse(new TextDecoder().decode(bytes));
  return { path: photo.path, name: photo.name, face: { place: face, sha256, detection } };
}

/** Reads all but photos that ended workers again and again. @param setAside reasons by path */
export function readBut(
  setAside: ReadonlyMap<string, string>,
  ports: Pick<ExtractionPorts, 'read'>,
): ExtractionPorts['read'] {
  return async (photo) => {
    const reason = setAside.get(photo.path);
    if (reason !== undefined) throw new QuenError('PHOTO_SET_ASIDE', reason);
    return await ports.read(photo);
  };
}
