import type { ApiKey } from '../../../collections/access.ts';
import type { KeyStore } from '../../../collections/ports.ts';
import type { Scope } from '../../../collections/scopes.ts';
import type { Queryable } from '../database.ts';
import { notFound } from './faults.ts';

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly hash: Uint8Array;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

/** Keys of the API in a database. */
export function keyStore(database: Queryable): KeyStore {
  return {
    addKey: async ({ id, name, scopes, createdAt, expiresAt }, hash) => {
      await database.query(
        'insert into api_keys (id, name, hash, scopes, created_at, expires_at) values ($1, $2, $3, $4::text[], $5, $6)',
        [id, name, hash, [...scopes], createdAt, expiresAt ?? null],
      );
    },
    keys: async () => {
      const rows = await database.query<KeyRow>('select * from api_keys order by created_at, id');
      return rows.map((row) => ({ key: keyOf(row), hash: Uint8Array.from(row.hash) }));
    },
    revokeKey: async (id, at) => {
      const revoked = await database.query(
        'update api_keys set revoked_at = coalesce(revoked_at, $2::timestamptz) where id = $1 returning id',
        [id, at],
      );
      if (revoked.length === 0) throw notFound('key', id);
    },
  };
}

function keyOf(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes as Scope[],
    createdAt: row.created_at,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}
