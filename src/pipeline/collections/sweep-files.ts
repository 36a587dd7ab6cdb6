import type { PhotoVault } from '../../collections/photo-vault.ts';
import type { CollectionStore } from '../../collections/ports.ts';

/** Ids that are looked up at once. */
const BATCH = 5000;

/**
 * Removes files that nothing calls for: a process that was killed between keeping files and storing their photo, or between erasing rows and
 * removing files, leaves such. Files written after the time are not looked at: another process may be about to store theirs.
 * Throws `DATABASE_*` and `OUTPUT_*`. @returns how many were removed
 */
export async function sweepFiles(
  { store, vault }: { readonly store: CollectionStore; readonly vault: PhotoVault },
  writtenBefore: Date,
): Promise<number> {
  const { photoIds, faceIds } = await vault.writtenBefore(writtenBefore);
  let count = 0;
  for (let first = 0; first < Math.max(photoIds.length, faceIds.length); first += BATCH) {
    const files = await store.uncalledFor({
      photoIds: photoIds.slice(first, first + BATCH),
      faceIds: faceIds.slice(first, first + BATCH),
    });
    await vault.remove(files);
    count += files.photoIds.length + files.faceIds.length;
  }
  return count;
}
