import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhotoVault } from '../../collections/photo-vault.ts';
import { HALF_WRITTEN, writeFault, writeFileWhole } from './write-file.ts';

/** Ids as Quen makes them; anything else, such as a path, is nothing's id. */
const ID = /^[a-z]{3}_([0-9a-f]{2})[0-9a-f]{30}$/;

/** A folder of photos and crops by id, spread over 256 folders each; nobody's name is on disk. Files are their owner's alone. */
export function openPhotoVault(folder: string): PhotoVault {
  const pathOf = (kind: 'photos' | 'crops', id: string): string | undefined => {
    const [, first] = ID.exec(id) ?? [];
    return first === undefined ? undefined : join(folder, kind, first, id);
  };
  const keep = async (kind: 'photos' | 'crops', id: string, bytes: Uint8Array): Promise<void> => {
    const path = pathOf(kind, id);
    if (path === undefined) throw new RangeError(`'${id}' is no id of Quen's.`);
    await writeFileWhole(path, bytes);
  };
  const read = async (kind: 'photos' | 'crops', id: string): Promise<Uint8Array | undefined> => {
    const path = pathOf(kind, id);
    return path === undefined ? undefined : await readIfThere(path);
  };
  return {
    keepPhoto: (id, bytes) => keep('photos', id, bytes),
    keepCrop: (id, bytes) => keep('crops', id, bytes),
    photo: (id) => read('photos', id),
    crop: (id) => read('crops', id),
    writtenBefore: async (time) => ({
      photoIds: await idsBefore(join(folder, 'photos'), time),
      faceIds: await idsBefore(join(folder, 'crops'), time),
    }),
    remove: async ({ photoIds, faceIds }) => {
      const photos = photoIds.map((id) => pathOf('photos', id));
      const crops = faceIds.map((id) => pathOf('crops', id));
      for (const path of [...photos, ...crops]) if (path !== undefined) await removeFile(path);
    },
  };
}

async function idsBefore(folder: string, time: Date): Promise<string[]> {
  try {
    const ids: string[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || (await stat(path)).mtimeMs >= time.getTime()) continue;
      if (HALF_WRITTEN.test(entry.name)) await rm(path, { force: true });
      else if (ID.test(entry.name)) ids.push(entry.name);
    }
    return ids;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw writeFault(folder, cause);
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw writeFault(path, cause);
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (cause) {
    throw writeFault(path, cause);
  }
}
