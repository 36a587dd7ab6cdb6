import { QuenError } from '../../../core/errors.ts';
import type { ExtractionPorts } from '../../../core/ports.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import { decodeDetection } from '../../extraction-codec.ts';

/** Results that others made, handed on by {@link KnownResults.ports} as if they came from the cache. */
export interface KnownResults {
  /** Keeps what a photo gave. @param path of the photo as it was submitted */
  add(path: string, record: PhotoRecord): void;
  /** Ports through which photos that are known are neither read nor decoded; all else is as before. */
  ports(): ExtractionPorts;
}

/** What is known of one photo. */
interface Known {
  readonly sha256: string;
  readonly failure?: Pick<QuenError, 'code' | 'message'>;
}

/** @param ports whose caches the results are put into */
export function knownResults(ports: ExtractionPorts): KnownResults {
  const byPath = new Map<string, Known>();
  const failures = new Map<string, Pick<QuenError, 'code' | 'message'>>();
  return {
    add: (path, record) => {
      const known = keep(ports, record);
      if (known === undefined) return;
      byPath.set(path, known);
      if (known.failure !== undefined) failures.set(known.sha256, known.failure);
    },
    ports: () => ({
      read: async (photo) => {
        const known = byPath.get(photo.path);
        if (known === undefined) return await ports.read(photo);
        const { sha256, failure } = known;
        if (sha256 === '' && failure !== undefined) throw new QuenError(failure.code, failure.message);
        return { bytes: NO_BYTES, sha256 };
      },
      decode: async (bytes, sha256) => {
        const failure = failures.get(sha256);
        if (failure !== undefined) throw new QuenError(failure.code, failure.message);
        return await ports.decode(bytes, sha256);
      },
      extractor: ports.extractor,
      detections: ports.detections,
      embeddings: ports.embeddings,
    }),
  };
}

const NO_BYTES = new Uint8Array();

/** @returns undefined for what is to be done again here: photos that could not be read there, and those that a network failed on */
function keep(ports: ExtractionPorts, record: PhotoRecord): Known | undefined {
  const { sha256 } = record;
  if (record.kind === 'failed') {
    const { code, reason } = record;
    const isUnread = sha256 === '' && code !== 'PHOTO_SET_ASIDE';
    return isUnread ? undefined : { sha256, failure: { code, message: reason } };
  }
  if (ports.detections.get(sha256) === undefined) ports.detections.set(sha256, record.detection);
  const hasFaces = decodeDetection(record.detection).outcome.kind === 'found';
  let isComplete = true;
  ports.embeddings.forEach((cache, place) => {
    const payload = record.embeddings[place];
    if (payload === undefined) isComplete &&= !hasFaces;
    else if (cache.get(sha256) === undefined) cache.set(sha256, payload);
  });
  return isComplete ? { sha256 } : undefined;
}
