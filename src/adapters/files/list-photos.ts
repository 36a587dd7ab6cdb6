import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { QuenError, type QuenErrorCode, throwIfAborted } from '../../core/errors.ts';
import type { SkippedFile } from '../../core/identification.ts';
import type { PhotoFile } from '../../core/photo.ts';
import { hasPhotoExtension } from '../../images/photo-format.ts';
import { faultReason } from './fault-reason.ts';

/** What a folder holds: its photos in name order, and what was passed over. */
export interface PhotoListing {
  readonly photos: readonly PhotoFile[];
  readonly skipped: readonly SkippedFile[];
}

interface Walk {
  readonly photos: PhotoFile[];
  readonly skipped: SkippedFile[];
  /** Real paths of the folders entered so far: a link back to one of them is not entered again. */
  readonly entered: Set<string>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Lists the photos of a folder and its subfolders; links are followed, each real folder once.
 * Names are in Unicode NFC and sorted by code unit, so the order is the same on every machine.
 * @param emptyCode thrown when the folder cannot be read
 */
export async function listPhotos(
  folder: string,
  emptyCode: QuenErrorCode,
  signal?: AbortSignal,
): Promise<PhotoListing> {
  const walk: Walk = { photos: [], skipped: [], entered: new Set(), signal };
  const root = resolve(folder);
  try {
    walk.entered.add(await realpath(root));
    await readdir(root);
  } catch (cause) {
    const message = `The folder ${folder} cannot be read: ${faultReason(cause)}. Check its path.`;
    throw new QuenError(emptyCode, message, { cause });
  }
  await enterFolder(root, '', walk);
  walk.photos.sort((a, b) => compare(a.name, b.name) || compare(a.path, b.path));
  walk.skipped.sort((a, b) => compare(a.path, b.path));
  return walk;
}

async function enterFolder(path: string, prefix: string, walk: Walk): Promise<void> {
  throwIfAborted(walk.signal);
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const name = prefix + entry.name.normalize('NFC');
    try {
      await visit(join(path, entry.name), name, { entry, walk });
    } catch (cause) {
      if (walk.signal?.aborted) throw cause;
      const what = entry.isSymbolicLink() ? 'What it links to' : 'It';
      const reason = `${what} cannot be read: ${faultReason(cause)}.`;
      walk.skipped.push({ path: name, code: 'unreadable', reason });
    }
  }
}

async function visit(path: string, name: string, at: { entry: Dirent; walk: Walk }): Promise<void> {
  const { entry, walk } = at;
  if (entry.name.startsWith('.')) return;
  const kind = entry.isSymbolicLink() ? await stat(path) : entry;
  if (kind.isDirectory()) return await visitFolder(path, name, walk);
  if (kind.isFile() && hasPhotoExtension(entry.name)) {
    walk.photos.push({ path, name });
    return;
  }
  walk.skipped.push({ path: name, code: 'not-a-photo', reason: 'Its name does not end as a photo.' });
}

async function visitFolder(path: string, name: string, walk: Walk): Promise<void> {
  const real = await realpath(path);
  if (walk.entered.has(real)) {
    walk.skipped.push({ path: name, code: 'link-loop', reason: 'It links to a folder already read.' });
    return;
  }
  walk.entered.add(real);
  await enterFolder(path, `${name}/`, walk);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
