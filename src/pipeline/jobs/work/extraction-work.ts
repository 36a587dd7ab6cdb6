import type { ExtractedPhoto, PhotoFile } from '../../../core/photo.ts';
import type { ExtractionPorts, ViewPorts } from '../../../core/ports.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import { extractPhoto } from '../../extract-photo.ts';
import { assertNetworksRun } from '../../network-faults.ts';
import type { PhotoWork, PhotoWorkParts } from './photo-work.ts';
import { shardPorts } from './shard-ports.ts';

/** Finds and embeds the faces of photos. */
export function extractionWork({
  files,
  photos,
  ports: given,
}: PhotoWorkParts & { readonly ports: ViewPorts }): PhotoWork {
  const ports = shardPorts(given, files, photos);
  const results: ExtractedPhoto[] = [];
  return {
    make: async (place) => {
      const result = await extractPhoto(files[place] as PhotoFile, ports);
      results.push(result);
      return recordOf(result, ports);
    },
    check: () => assertNetworksRun(results),
  };
}

function recordOf({ photo, sha256, extraction }: ExtractedPhoto, ports: ExtractionPorts): PhotoRecord {
  const detection = sha256 === '' ? undefined : ports.detections.get(sha256);
  const named = { photo: photo.name, sha256 };
  if (extraction.kind === 'failed' && (detection === undefined || extraction.failures === undefined))
    return { kind: 'failed', ...named, code: extraction.code, reason: extraction.reason };
  const embeddings = ports.embeddings.map((cache) => cache.get(sha256));
  return { kind: 'extracted', ...named, detection: detection ?? new Uint8Array(), embeddings };
}
