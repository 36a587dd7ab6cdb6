import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { QuenError } from '../core/errors.ts';
import type { KnownFile } from '../networks/weights.ts';

/** A file of weights that the user named: its bytes, and what a card says of it. */
export interface GivenWeights {
  readonly bytes: Uint8Array;
  readonly facts: KnownFile;
}

/** Reads a file of weights. Throws `NETWORK_NOT_FOUND`. */
export async function readWeights(file: string): Promise<GivenWeights> {
  const path = resolve(file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new QuenError('NETWORK_NOT_FOUND', `The network's file ${file} cannot be read.`, { cause });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts: KnownFile = {
    name: basename(path),
    sources: [{ kind: 'file', path }],
    sha256,
    bytes: bytes.length,
  };
  return { bytes, facts };
}
