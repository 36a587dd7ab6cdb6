import type { FaceInPhoto, PhotoFile } from '../../../core/photo.ts';
import type { ViewPorts, ViewSettings } from '../../../core/ports.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { keptPasses, passCountOf, photoViews } from '../../extract-views.ts';
import { encodeEmbeddings } from '../../extraction-codec.ts';
import type { PhotoWork, PhotoWorkParts } from './photo-work.ts';
import { shardPorts } from './shard-ports.ts';
import { failedFace, wantedFace } from './wanted-face.ts';

interface ViewsParts {
  readonly ports: ViewPorts;
  readonly views: ViewSettings;
  readonly signal: AbortSignal;
}

/** Embeds the views of one face a photo: the rows of its record are the passes of that face. */
export function viewsWork({
  files,
  photos,
  ports: given,
  views,
  signal,
}: PhotoWorkParts & ViewsParts): PhotoWork {
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
      if (outcome.kind === 'failed') return failedFace(photo, outcome);
      const embeddings = caches.map((cache) => {
        const passes = keptPasses(cache, asked, passCount);
        return passes && encodeEmbeddings([passes.data]);
      });
      return { kind: 'extracted', photo: photo.name, sha256, detection, embeddings };
    },
    check: () => undefined,
  };
}
