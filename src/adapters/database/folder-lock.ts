import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';
import { writeFault } from '../files/write-file.ts';

/** A lock that its holder has not touched for so long is left over. */
const STALE_MS = 30_000;
const HEARTBEAT_MS = 5_000;
const LOCK_NAME = 'quen.lock';

const holderSchema = z.object({ id: z.string(), pid: z.int(), host: z.string(), bornAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** A folder that is one process's own until the lock is given up. */
export interface FolderLock extends AsyncDisposable {
  /** Fires when the lock was lost, such as after a machine slept: the folder may be another's now. */
  readonly lost: AbortSignal;
}

/**
 * Takes a folder for this process alone, by a file in it. The file of a process that is dead (on this machine) or silent for 30 s
 * (on another) is taken over. Throws `DATABASE_LOCKED` where another process holds it, and `OUTPUT_*`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, LOCK_NAME);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw writeFault(folder, cause);
  });
  const holder: Holder = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    bornAt: await birthOf(process.pid),
  };
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(path, holder)) return heartbeat(path, holder);
    await removeIfStale(path, folder);
  }
  throw lockedFault(folder, await readHolder(path));
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(holder));
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeFault(path, cause);
  }
}

/** Throws `DATABASE_LOCKED` where the holder lives. */
async function removeIfStale(path: string, folder: string): Promise<void> {
  const holder = await readHolder(path);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.NEGATIVE_INFINITY }));
  const isSilent = Date.now() - mtimeMs > STALE_MS;
  const isHere = holder?.host === hostname();
  const isDead = holder !== undefined && isHere && (await birthOf(holder.pid)) !== holder.bornAt;
  if (!isDead && !isSilent) throw lockedFault(folder, holder);
  // Renamed first: of two processes that find it stale, one gets it, and a new lock is never removed for an old one.
  const away = `${path}.${randomUUID()}`;
  try {
    await rename(path, away);
  } catch {
    return;
  }
  const moved = await readHolder(away);
  if (moved?.id === holder?.id) await rm(away, { force: true });
  else await rename(away, path);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** When a process began, as the system counts; empty where it does not live or the system does not say. */
async function birthOf(pid: number): Promise<string> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces.
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return isAlive(pid) ? 'alive' : '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function heartbeat(path: string, holder: Holder): FolderLock {
  const lost = new AbortController();
  const beat = setInterval(async () => {
    const found = await readHolder(path);
    if (found?.id !== holder.id) return lost.abort();
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    lost: lost.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(beat);
      if ((await readHolder(path))?.id === holder.id) await rm(path, { force: true });
    },
  };
}

function lockedFault(folder: string, holder: Holder | undefined): QuenError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  const advice =
    'End it, choose another --data folder, or use a PostgreSQL server (DATABASE_URL) for many processes.';
  return new QuenError('DATABASE_LOCKED', `${folder} is in use by ${who}. ${advice}`);
}
