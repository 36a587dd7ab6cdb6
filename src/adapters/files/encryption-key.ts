import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import { faultReason } from './fault-reason.ts';
import { writeFault } from './write-file.ts';

/** The text of a key file. Throws `ENCRYPTION_KEY`. */
export async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new QuenError('ENCRYPTION_KEY', `The key file ${path} cannot be read: ${faultReason(cause)}.`, {
      cause,
    });
  }
}

/** The text of a key file; made with a random key where there is none, readable by its owner alone. Throws `OUTPUT_*`. */
export async function readOrMakeKeyFile(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Two that start at once: one makes it, the other reads it.
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(32).toString('hex')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw writeFault(path, cause);
  }
  return await readKeyFile(path);
}
