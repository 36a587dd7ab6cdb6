import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import { assertObjectName, type ObjectStore } from '../../jobs/object-store.ts';
import { faultReason } from '../files/fault-reason.ts';
import { writeFault } from '../files/write-file.ts';
import { removeAbandoned } from '../network-store/remove-abandoned.ts';
import { syncFolders } from './sync-folders.ts';

/** Begins with a dot, so that it is the name of no object. */
const UNFINISHED = '.unfinished';

/** What a store is opened for. Who only reads makes nothing and needs no permission to write. */
export type StoreAccess = 'read' | 'read-write';

/**
 * A folder as a store, which several processes and machines may share: each object is a file, readable by its owner alone, written
 * elsewhere in the folder, flushed and renamed. What killed writers left is removed once it is an hour old.
 * @param folder to write to is made if need be. Throws `OUTPUT_*` where it cannot be written to, and `STORE_UNREACHABLE` where there is
 * none to read
 */
export async function openFolderStore(folder: string, access: StoreAccess): Promise<ObjectStore> {
  if (access === 'read') await assertFolder(folder);
  else await prepare(folder);
  return {
    get: async (name) => await readObject(pathOf(folder, name)),
    put: (name, bytes) => putObject(folder, name, bytes),
    list: (prefix) => listObjects(folder, prefix),
    remove: async (name) => await removeObject(pathOf(folder, name)),
  };
}

async function assertFolder(folder: string): Promise<void> {
  try {
    await readdir(folder);
  } catch (cause) {
    throw unreachable(folder, cause);
  }
}

async function prepare(folder: string): Promise<void> {
  const unfinished = join(folder, UNFINISHED);
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await removeAbandoned(unfinished, await folderTimeMs(unfinished));
  } catch (cause) {
    throw writeFault(folder, cause);
  }
}

function pathOf(folder: string, name: string): string {
  assertObjectName(name);
  return join(folder, name);
}

/** The time by the clock of the disk, which need not be that of this machine; that a file can be written is proved too. */
async function folderTimeMs(unfinished: string): Promise<number> {
  const probe = join(unfinished, partName());
  try {
    await writeFlushed(probe, new Uint8Array());
    return (await stat(probe)).mtimeMs;
  } finally {
    await rm(probe, { force: true });
  }
}

function partName(): string {
  return `${randomBytes(12).toString('hex')}.part`;
}

async function putObject(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = pathOf(folder, name);
  const part = join(folder, UNFINISHED, partName());
  try {
    await writeFlushed(part, bytes);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(part, path);
    await syncFolders(dirname(path), folder);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw writeFault(path, cause);
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readObject(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (isAbsence(cause)) return undefined;
    throw unreachable(path, cause);
  }
}

async function listObjects(folder: string, prefix: string): Promise<string[]> {
  const depth = prefix.lastIndexOf('/');
  const start = prefix.slice(0, Math.max(0, depth));
  if (start !== '') assertObjectName(start);
  const names: string[] = [];
  await walk(folder, start, names);
  return names.filter((name) => name.startsWith(prefix)).sort();
}

async function walk(folder: string, below: string, names: string[]): Promise<void> {
  const entries = await entriesOf(join(folder, below));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await walk(folder, name, names);
    else names.push(name);
  }
}

async function entriesOf(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (cause) {
    if (isAbsence(cause)) return [];
    throw unreachable(path, cause);
  }
}

async function removeObject(path: string): Promise<void> {
  try {
    await rm(path);
  } catch (cause) {
    if (!isAbsence(cause)) throw writeFault(path, cause);
  }
}

/** There is no such file, a file lies where a folder of its name would, or the other way round. */
function isAbsence(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ERR_FS_EISDIR';
}

function unreachable(path: string, cause: unknown): QuenError {
  const message = `The store cannot be read at ${path}: ${faultReason(cause)}. Check that the shared folder is mounted and yours.`;
  return new QuenError('STORE_UNREACHABLE', message, { cause });
}
