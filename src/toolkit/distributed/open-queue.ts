import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../adapters/database/database.ts';
import { openEmbeddedDatabase } from '../../adapters/database/embedded-database.ts';
import { openServerDatabase } from '../../adapters/database/server-database.ts';
import { openJobQueue } from '../../adapters/job-queue/job-queue.ts';
import { QuenError } from '../../core/errors.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';

/** Statements of the queue take milliseconds; those over a million shards, seconds. */
const ANSWER_WITHIN_MS = 30_000;

/** A queue, and whether it is in a database that this process has for itself. */
export interface OpenQueue {
  readonly queue: JobQueue;
  readonly isEmbedded: boolean;
}

/** Opens the queue in a database: `postgres://...` of a server, or a folder. Throws `DATABASE_*`, `CONFIG_INVALID`, `OUTPUT_*`. */
export async function openQueue(url: string): Promise<OpenQueue> {
  const database = await openDatabase(url);
  try {
    return { queue: await openJobQueue(database), isEmbedded: database.kind === 'embedded' };
  } catch (cause) {
    await database[Symbol.asyncDispose]();
    throw cause;
  }
}

async function openDatabase(url: string): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(url))
    return await openServerDatabase(url, { answerWithinMs: ANSWER_WITHIN_MS });
  if (url.startsWith('file:')) return await openEmbeddedDatabase(fileURLToPath(url));
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(url)) return await openEmbeddedDatabase(resolve(url));
  const message =
    'The database is given as postgres://user@host/name, or as a folder for a database within this process.';
  throw new QuenError('CONFIG_INVALID', message);
}
