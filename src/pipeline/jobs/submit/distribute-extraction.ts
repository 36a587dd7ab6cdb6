import type { PhotoFile } from '../../../core/photo.ts';
import type { ExtractionPorts } from '../../../core/ports.ts';
import type { RunControl } from '../../in-turns.ts';
import { distributeShards } from './distribute-shards.ts';
import type { DistributionPorts } from './distribution-ports.ts';
import { knownResults } from './known-results.ts';

/**
 * Has workers extract photos, and waits until they have. Photos that are known then need not be read; all others, such as those no worker
 * could read, are extracted as ever. Throws as `distributeShards` does.
 */
export async function distributeExtraction(
  photos: readonly PhotoFile[],
  extraction: ExtractionPorts,
  ports: DistributionPorts,
  control: RunControl,
): Promise<ExtractionPorts> {
  const known = knownResults(extraction);
  const wanted = photos.map(({ path, name }) => ({ path, name }));
  await distributeShards(wanted, ({ path }, record) => known.add(path, record), ports, control);
  return known.ports();
}
