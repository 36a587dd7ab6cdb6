import { QuenError } from '../../../core/errors.ts';
import type { PhotoFile } from '../../../core/photo.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import type { PhotoFailure } from '../../extract-photo.ts';

/** A face that was found where the shard was submitted. */
export interface WantedFace {
  /** In the detection. */
  readonly place: number;
  /** Of the photo that it was found in. */
  readonly sha256: string;
  /** As `encodeDetection` writes it. */
  readonly detection: Uint8Array;
}

/** The face that a photo of a task is there for. Throws `SHARD_DAMAGED` for a task that names none. */
export function wantedFace({ name, face }: TaskPhoto): WantedFace {
  if (face === undefined)
    throw new QuenError(
      'SHARD_DAMAGED',
      `The task of the shard names no face of ${name}. Submit the same photos again: it is written anew.`,
    );
  return { ...face, detection: new TextEncoder().encode(JSON.stringify(face.detection)) };
}

/** The record of a photo whose face came to nothing: as it could not be read, or is another, it has no hash. */
export function failedFace({ name }: PhotoFile, { code, reason }: PhotoFailure): PhotoRecord {
  return { kind: 'failed', photo: name, sha256: '', code, reason };
}
