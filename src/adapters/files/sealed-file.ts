import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { QuenError } from '../../core/errors.ts';
import { faultReason } from './fault-reason.ts';
import { writeFileWhole } from './write-file.ts';

const DIGEST_BYTES = 32;

/** Makes the fault of a file that is not what it should be. @param cause undefined where its bytes are at fault */
export type SealFault = (reason: string | undefined, cause?: unknown) => QuenError;

/** Writes bytes and their SHA-256 after them, whole or not at all. Throws `OUTPUT_*`. */
export async function writeSealed(path: string, bytes: Uint8Array): Promise<void> {
  await writeFileWhole(path, [bytes, digest(bytes)]);
}

/**
 * Reads what {@link writeSealed} wrote.
 * @param fault called with why the file cannot be read, or with nothing where its bytes do not fit their SHA-256
 */
export async function readSealed(path: string, fault: SealFault): Promise<Uint8Array> {
  const file = await readFile(path).catch((cause: unknown) => {
    throw fault(faultReason(cause), cause);
  });
  const bytes = file.subarray(0, Math.max(0, file.length - DIGEST_BYTES));
  if (!digest(bytes).equals(file.subarray(bytes.length))) throw fault(undefined);
  return bytes;
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
