import { join } from 'node:path';
import { z } from 'zod';
import { embeddingCipher, parseEncryptionKey } from '../../adapters/database/embedding-cipher.ts';
import { reencrypt } from '../../adapters/database/stores/faces.ts';
import { readKeyFile } from '../../adapters/files/encryption-key.ts';
import { QuenError } from '../../core/errors.ts';
import { parseOptions } from '../parse-options.ts';
import { openServiceDatabase } from './open-database.ts';

const rotateKeySchema = z.strictObject({
  data: z.string().min(1),
  databaseUrl: z.string().min(1).optional(),
  /** The key to write with; as of the service. */
  encryptionKey: z.string().min(1).optional(),
  /** Keys that embeddings may be written with; that of the data folder's file is tried too. */
  formerKeys: z.array(z.string().min(1)).default([]),
});

/** Embeddings that are written anew in one go. */
const BATCH = 500;

/**
 * Writes all embeddings anew that were written with another key than the given one. Stopped in the middle, both keys are in use, and the same
 * call goes on. Throws `ENCRYPTION_KEY` where a key is missing, and `DATABASE_*`. @returns how many were written
 */
export async function rotateKey(options: z.input<typeof rotateKeySchema>): Promise<number> {
  const { data, databaseUrl, encryptionKey, formerKeys } = parseOptions(rotateKeySchema, options);
  if (encryptionKey === undefined)
    throw new QuenError('ENCRYPTION_KEY', 'Put the new key into QUEN_ENCRYPTION_KEY: 64 hexadecimal digits.');
  const ofFile = await readKeyFile(join(data, 'embeddings.key')).catch(() => undefined);
  const former = [...formerKeys, ...(ofFile === undefined ? [] : [ofFile])];
  const cipher = embeddingCipher([encryptionKey, ...former].map(parseEncryptionKey));
  await using database = await openServiceDatabase({ data, databaseUrl });
  let total = 0;
  for (let count = -1; count !== 0; total += count) count = await reencrypt(database, cipher, BATCH);
  return total;
}
