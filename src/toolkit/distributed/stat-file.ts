import { stat } from 'node:fs/promises';

/** Size and time of a file; undefined where none is to be seen. */
export async function statFile(path: string): Promise<{ byteCount: number; modifiedMs: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { byteCount: size, modifiedMs: mtimeMs };
  } catch {
    return undefined;
  }
}

/** Whether a file is to be seen, which can perhaps not be read. */
export async function isThere(path: string): Promise<boolean> {
  return (await statFile(path)) !== undefined;
}
