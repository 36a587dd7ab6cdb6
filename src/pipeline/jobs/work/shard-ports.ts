import { QuenError } from '../../../core/errors.ts';
import type { PhotoFile } from '../../../core/photo.ts';
import type { ExtractionPorts, ResultCache, ViewPorts } from '../../../core/ports.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';

/**
 * Ports that keep the results of one shard in memory, whatever else keeps them, and read each photo only where it is of the size it was
 * submitted with: another file of the same name gives no result.
 * @param files where this machine has the photos @param photos as they were submitted
 */
export function shardPorts(
  ports: ViewPorts,
  files: readonly PhotoFile[],
  photos: readonly TaskPhoto[],
): ViewPorts {
  return {
    read: readAsSubmitted(ports, files, photos),
    decode: (bytes, sha256) => ports.decode(bytes, sha256),
    extractor: ports.extractor,
    detections: remembering(ports.detections),
    embeddings: ports.embeddings.map(remembering),
    viewCaches: (seed) => ports.viewCaches(seed).map(remembering),
  };
}

/** Reads a photo only where it is of the size it was submitted with. */
export function readAsSubmitted(
  ports: Pick<ExtractionPorts, 'read'>,
  files: readonly PhotoFile[],
  photos: readonly TaskPhoto[],
): ExtractionPorts['read'] {
  const submitted = new Map(files.map(({ path }, place) => [path, photos[place]]));
  return async (photo) => {
    const file = await ports.read(photo);
    assertSize(file.bytes.length, photo, submitted.get(photo.path));
    return file;
  };
}

function assertSize(byteCount: number, photo: PhotoFile, submitted: TaskPhoto | undefined): void {
  if (submitted === undefined || submitted.byteCount === byteCount) return;
  const message = `${photo.path} has ${byteCount} bytes here, and had ${submitted.byteCount} where it was submitted.`;
  throw new QuenError('PHOTO_UNREADABLE', message);
}

/** A cache that keeps everything in memory, whatever another keeps. */
export function remembering(kept: ResultCache): ResultCache {
  const own = new Map<string, Uint8Array>();
  return {
    get: (sha256) => own.get(sha256) ?? kept.get(sha256),
    set: (sha256, payload) => {
      own.set(sha256, payload);
      kept.set(sha256, payload);
    },
  };
}
