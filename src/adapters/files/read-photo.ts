import { createHash } from 'node:crypto';
import { readFile as readFileCallback, stat as statCallback } from 'node:fs';
import { promisify } from 'node:util';
import { QuenError } from '../../core/errors.ts';
import { faultReason } from './fault-reason.ts';

// The callback functions cost the main thread half of what those of node:fs/promises do, for every photo.
const readFile = promisify(readFileCallback);
const stat = promisify(statCallback);

/** A photo file's bytes and their SHA-256, hexadecimal. */
export interface PhotoBytes {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** Reads a photo whole. Throws `PHOTO_UNREADABLE`, or `PHOTO_TOO_LARGE` above `maxBytes` before reading. */
export async function readPhoto(path: string, maxBytes: number): Promise<PhotoBytes> {
  const bytes = await readBounded(path, maxBytes);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw tooLarge(size, maxBytes);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof QuenError) throw cause;
    throw new QuenError('PHOTO_UNREADABLE', `The file cannot be read: ${faultReason(cause)}.`, { cause });
  }
}

function tooLarge(size: number, maxBytes: number): QuenError {
  const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
  return new QuenError(
    'PHOTO_TOO_LARGE',
    `The file has ${mebibytes(size)} MiB; at most ${mebibytes(maxBytes)} MiB are read.`,
  );
}
