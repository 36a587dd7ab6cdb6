import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import { faultReason } from './fault-reason.ts';

/** What can be written to a file: all at once, or piece by piece. */
export type FileContent =
  | string
  | Uint8Array
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that it is either complete or not there: to a temporary name beside it, flushed, renamed.
 * Throws `OUTPUT_FULL` on a full disk and `OUTPUT_UNWRITABLE` otherwise; the temporary file is removed.
 */
export async function writeFileWhole(path: string, content: FileContent): Promise<void> {
  const temporary = `${path}${temporarySuffix()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFlushed(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFault(path, cause);
  }
}

/**
 * Makes the folder if need be and proves that files can be written to it, before any long work begins. Half-written files
 * of runs that were killed are removed. Throws `OUTPUT_*`.
 */
export async function prepareOutputFolder(folder: string): Promise<void> {
  const probe = join(folder, temporarySuffix());
  try {
    await mkdir(folder, { recursive: true });
    await writeFlushed(probe, 'x');
    await rm(probe);
    await removeHalfWritten(folder);
  } catch (cause) {
    await rm(probe, { force: true }).catch(() => undefined);
    throw writeFault(folder, cause);
  }
}

/** The names of temporary files: what they will be, who writes them, and a random part. */
export const HALF_WRITTEN = /\.quen-(\d+)-[0-9a-f]{8}\.part$/;

function temporarySuffix(): string {
  return `.quen-${process.pid}-${randomBytes(4).toString('hex')}.part`;
}

async function removeHalfWritten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = HALF_WRITTEN.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** The coded error for a failed write; that of a fault in what was to be written is the fault itself. */
export function writeFault(path: string, cause: unknown): QuenError {
  if (cause instanceof QuenError) return cause;
  const errno = (cause as NodeJS.ErrnoException).code;
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    const message = `The disk is full: ${path} was not written. Free some space and run the same command again.`;
    return new QuenError('OUTPUT_FULL', message, { cause });
  }
  const message = `${path} cannot be written: ${faultReason(cause)}. Choose another place or change this one.`;
  return new QuenError('OUTPUT_UNWRITABLE', message, { cause });
}

async function writeFlushed(path: string, content: FileContent): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    for await (const piece of pieces) await file.appendFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}
