import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashFile } from './hash-file.ts';

/** A file of known content that goes from one path to another, both below one folder. */
export interface FileMove {
  readonly from: string;
  readonly to: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/**
 * What became of a move. `moved` and `already` leave the file at its new path and nowhere else; in all other cases nothing was
 * done: it has other content than it was, something else lies at the new path, it is nowhere, or it is no plain file.
 */
export type MoveOutcome = 'moved' | 'already' | 'changed' | 'taken' | 'gone' | 'not-a-file';

/**
 * Moves a file and overwrites nothing. Killed at any moment, the file is at one path or at both, and the same move again
 * ends it. Throws what the file system throws for folders that cannot be written.
 */
export async function moveFile({ from, to, sha256 }: FileMove): Promise<MoveOutcome> {
  const [source, target] = await Promise.all([stateOfFile(from, sha256), stateOfFile(to, sha256)]);
  if (source === 'gone') return target === 'as-known' ? 'already' : 'gone';
  if (source !== 'as-known') return source;
  if (target === 'gone') {
    await mkdir(dirname(to), { recursive: true });
    return (await placeWithoutOverwriting(from, to)) ? 'moved' : 'taken';
  }
  if (target !== 'as-known') return 'taken';
  // A stopped move leaves the file at both paths.
  await rm(from);
  return 'moved';
}

/** Whether a path holds a plain file of known content. */
export async function stateOfFile(
  path: string,
  sha256: string,
): Promise<'as-known' | Extract<MoveOutcome, 'changed' | 'gone' | 'not-a-file'>> {
  const kind = await kindOf(path);
  if (kind !== 'file') return kind === 'nothing' ? 'gone' : 'not-a-file';
  return (await hashFile(path)) === sha256 ? 'as-known' : 'changed';
}

async function kindOf(path: string): Promise<'file' | 'nothing' | 'other'> {
  try {
    return (await lstat(path)).isFile() ? 'file' : 'other';
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'nothing';
    throw cause;
  }
}

/** Rename would overwrite; a hard link fails where something is. @returns whether the new path was free */
async function placeWithoutOverwriting(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    await rm(from);
    return true;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'EXDEV') return await copyAcross(from, to);
    if (!NO_HARD_LINKS.has(code)) throw cause;
    await rename(from, to);
    return true;
  }
}

/** What file systems without hard links answer. */
const NO_HARD_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** To another file system: whole under its name, or not there. */
async function copyAcross(from: string, to: string): Promise<boolean> {
  const part = `${to}.quen-part`;
  await copyFile(from, part, constants.COPYFILE_FICLONE);
  const { atime, mtime } = await lstat(from);
  await utimes(part, atime, mtime);
  const file = await open(part, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(part, to);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(part, { force: true });
  }
  await rm(from);
  return true;
}
