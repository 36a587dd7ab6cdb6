import type { ExtractedPhoto, PhotoFile } from '../../../core/photo.ts';
import type { MeasurePorts } from '../../../core/ports.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { foundBy } from '../../extract-photo.ts';
import { decodeDetection } from '../../extraction-codec.ts';
import { measurePhoto } from '../../measure-faces.ts';
import type { PhotoWork, PhotoWorkParts } from './photo-work.ts';
import { readAsSubmitted, remembering } from './shard-ports.ts';
import { failedFace, wantedFace } from './wanted-face.ts';

/** Measures the faces of photos: a record has the measures where others have the detection. */
export function measuresWork({
  files,
  photos,
  ports: given,
}: PhotoWorkParts & { readonly ports: MeasurePorts }): PhotoWork {
  const { decode, concurrency } = given;
  const read = readAsSubmitted(given, files, photos);
  const ports = { read, decode, concurrency, measures: remembering(given.measures) };
  return {
    make: async (place) => {
      const photo = files[place] as PhotoFile;
      const { sha256, detection } = wantedFace(photos[place] as TaskPhoto);
      const found: ExtractedPhoto = { photo, sha256, extraction: foundBy(decodeDetection(detection)) };
      const { measured } = await measurePhoto(found, ports);
      if (measured.kind === 'failed') return failedFace(photo, measured);
      const measures = ports.measures.get(sha256) ?? new TextEncoder().encode('[]');
      return { kind: 'extracted', photo: photo.name, sha256, detection: measures, embeddings: [] };
    },
    check: () => undefined,
  };
}
