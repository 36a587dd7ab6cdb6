import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What file systems answer that keep no folders of their own to flush, such as those of other machines. */
const NOT_FLUSHABLE = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EBADF']);

/**
 * Flushes a folder and those above it up to another, so that a name in it outlives the machine: flushing a file saves its bytes and not
 * its name. All of them, as another process may have made any of them a moment ago.
 */
export async function syncFolders(from: string, upTo: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === upTo || folder === dirname(folder)) return;
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    await using file = await open(folder, 'r');
    await file.sync();
  } catch (cause) {
    if (!NOT_FLUSHABLE.has((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  }
}
