import { QuenError } from '../../../core/errors.ts';
import type { FaceInPhoto, PhotoFile } from '../../../core/photo.ts';
import type { ViewSettings } from '../../../core/ports.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { keptPasses, passCountOf, photoViews } from '../../extract-views.ts';
import { encodeEmbeddings } from '../../extraction-codec.ts';
import type { PhotoWork, PhotoWorkParts } from './photo-work.ts';
import { shardPorts } from './shard-ports.ts';

/** Embeds the views of one face a photo: the rows of its record are the passes of that face. */
export function viewsWork({
  files,
  photos,
  ports: given,
  views,
  signal,
}: PhotoWorkParts & { readonly views: ViewSettings; readonly signal: AbortSignal }): PhotoWork {
  const ports = shardPorts(given, files, photos);
  const caches = ports.viewCaches(views.seed);
  const run = { ...views, ports, caches, signal };
  const passCount = passCountOf(views);
  return {
    make: async (place) => {
      const photo = files[place] as PhotoFile;
      const { sha256, detection, ...face } = wantedFace(photos[place] as TaskPhoto);
      // So that the face is the one that was found where it was submitted, and is not looked for again.
      ports.detections.set(sha256, detection);
      const asked: FaceInPhoto = { photo, sha256, face: face.place };
      const { outcome } = await photoViews(asked, run);
      if (outcome.kind === 'failed') return failed(photo, outcome);
      const embeddings = caches.map((cache) => {
        const passes = keptPasses(cache, asked, passCount);
        return passes && encodeEmbeddings([passes.data]);
      });
      return { kind: 'extracted', photo: photo.name, sha256, detection, embeddings };
    },
    check: () => undefined,
  };
}

/** Throws `SHARD_DAMAGED` for a task that names no face. */
function wantedFace({ name, face }: TaskPhoto): { place: number; sha256: string; detection: Uint8Array } {
  if (face === undefined)
    throw new QuenError(
      'SHARD_DAMAGED',
      `The task of the shard names no face of ${name}. Submit the same photos again: it is written anew.`,
    );
  return { ...face, detection: new TextEncoder().encode(JSON.stringify(face.detection)) };
}

/** A photo that could not be read, or is another, has no hash. */
function failed(
  { name }: PhotoFile,
  { code, reason }: Pick<QuenError, 'code'> & { reason: string },
): PhotoRecord {
  return { kind: 'failed', photo: name, sha256: '', code, reason };
}
