import type { ExtractedPhoto } from '../../../core/photo.ts';
import type { ExtractionPorts, MeasurePorts } from '../../../core/ports.ts';
import type { ExtractedPhotoRecord } from '../../../jobs/photo-record.ts';
import type { RunControl } from '../../in-turns.ts';
import { keptMeasures } from '../../measure-faces.ts';
import type { DistributionPorts } from './distribution-ports.ts';
import { distributeFound } from './found-faces.ts';

/** Photos that were extracted, and the ports that their faces are measured and were found through. */
export interface FoundPhotos {
  readonly photos: readonly ExtractedPhoto[];
  readonly measuring: MeasurePorts;
  readonly extraction: Pick<ExtractionPorts, 'detections'>;
}

/**
 * Has workers measure the faces of photos, and waits until they have; nothing where all are kept already. What no worker could measure is measured as
 * ever, but for photos that ended workers. Throws as `distributeShards` does.
 */
export async function distributeMeasures(
  { photos, measuring, extraction }: FoundPhotos,
  ports: DistributionPorts,
  control: RunControl,
): Promise<MeasurePorts> {
  const { read, decode, concurrency, measures } = measuring;
  const faces = photos.filter(({ extraction: { kind } }) => kind === 'faces');
  if (faces.every((photo) => keptMeasures(photo, { measures }) !== undefined)) return measuring;
  const wanted = faces.map(({ photo, sha256 }) => ({ photo, sha256, face: 0 }));
  const keep = ({ sha256 }: Pick<ExtractedPhoto, 'sha256'>, { detection }: ExtractedPhotoRecord): void =>
    measures.set(sha256, detection);
  const site = { read, detections: extraction.detections };
  return {
    ...{ decode, concurrency, measures },
    read: await distributeFound(wanted, keep, site, { ports, control }),
  };
}
