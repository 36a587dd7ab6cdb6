import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { keyStore } from '../../adapters/database/stores/keys.ts';
import type { ApiKey } from '../../collections/access.ts';
import { ID_KINDS } from '../../collections/collection.ts';
import type { KeyStore } from '../../collections/ports.ts';
import { SCOPES } from '../../collections/scopes.ts';
import { parseOptions } from '../parse-options.ts';
import { type MadeKey, makeKey } from './api-keys.ts';
import { openServiceDatabase } from './open-database.ts';

const place = { data: z.string().min(1), databaseUrl: z.string().min(1).optional() };
const placeSchema = z.strictObject(place);
const newKeySchema = z.strictObject({
  ...place,
  name: z.string().trim().min(1).max(200),
  scopes: z.array(z.enum(SCOPES)).min(1),
  expiresAt: z.coerce.date().optional(),
});
const revokedKeySchema = z.strictObject({ ...place, id: z.string().min(1) });

/** Where the keys of a service are: its data folder, while it does not run, or its PostgreSQL server at any time. */
type KeyPlace = z.input<typeof placeSchema>;

/** Makes a key without the API: whoever may open the database may do all anyway. Throws `DATABASE_*` and `CONFIG_INVALID`. */
export async function createStoredKey(options: z.input<typeof newKeySchema>): Promise<MadeKey> {
  const { name, scopes, expiresAt, ...where } = parseOptions(newKeySchema, options);
  const wanted = { name, scopes, ...(expiresAt && { expiresAt }) };
  const id = `${ID_KINDS.key}_${randomUUID().replaceAll('-', '')}`;
  return await withKeys(where, (keys) => makeKey(keys, wanted, { held: SCOPES, id, now: new Date() }));
}

/** The keys, without their secrets, which nobody has. Throws `DATABASE_*`. */
export async function listStoredKeys(options: KeyPlace): Promise<readonly ApiKey[]> {
  const kept = await withKeys(parseOptions(placeSchema, options), (keys) => keys.keys());
  return kept.map(({ key }) => key);
}

/** Revokes a key: services that run refuse it within seconds. Throws `NOT_FOUND` and `DATABASE_*`. */
export async function revokeStoredKey(options: z.input<typeof revokedKeySchema>): Promise<void> {
  const { id, ...where } = parseOptions(revokedKeySchema, options);
  await withKeys(where, (keys) => keys.revokeKey(id, new Date()));
}

async function withKeys<T>(
  where: z.output<typeof placeSchema>,
  work: (keys: KeyStore) => Promise<T>,
): Promise<T> {
  await using database = await openServiceDatabase(where);
  return await work(keyStore(database));
}
