import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFault } from './write-file.ts';

const FILE = 'folder-id';

/** A random id of a folder, which a file in it holds from the first call on: the folder keeps it wherever it is moved. Throws `OUTPUT_*`. */
export async function folderId(folder: string): Promise<string> {
  const path = join(folder, FILE);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Two that start at once: one makes it, the other reads it.
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${randomUUID()}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw writeFault(path, cause);
  }
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw writeFault(path, cause);
  }
}
