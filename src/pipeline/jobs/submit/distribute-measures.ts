import type { ExtractedPhoto } from '../../../core/photo.ts';
import type { ExtractionPorts, MeasurePorts } from '../../../core/ports.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import type { RunControl } from '../../in-turns.ts';
import { keptMeasures } from '../../measure-faces.ts';
import { distributeShards } from './distribute-shards.ts';
import type { DistributionPorts } from './distribution-ports.ts';
import { readBut, wantedOf } from './found-faces.ts';

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
  const setAside = new Map<string, string>();
  const take = ({ path, face }: TaskPhoto, record: PhotoRecord): void => {
    if (record.kind === 'failed') {
      if (record.code === 'PHOTO_SET_ASIDE') setAside.set(path, record.reason);
    } else if (record.sha256 === face?.sha256) measures.set(record.sha256, record.detection);
  };
  const wanted = faces.flatMap(({ photo, sha256 }) => wantedOf({ photo, sha256, face: 0 }, extraction) ?? []);
  await distributeShards(wanted, take, ports, control);
  return { read: readBut(setAside, { read }), decode, concurrency, measures };
}
