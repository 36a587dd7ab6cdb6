import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What unpacking and writing call their work until it is whole. */
const UNFINISHED = /^unpacking-|\.part$/;

/** No download of ours stands still for as long as this. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Removes what runs that were killed left unfinished in a folder. It was never found as a network or a package; it only
 * takes up room. Files that another user owns or another run removes first stay or are gone, which is as well.
 */
export async function removeAbandoned(folder: string, nowMs: number = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((candidate) => UNFINISHED.test(candidate))) {
    const path = join(folder, name);
    const changedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => nowMs,
    );
    if (nowMs - changedMs < ABANDONED_AFTER_MS) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
