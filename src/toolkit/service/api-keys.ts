import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../collections/access.ts';
import type { KeyStore, NewKey } from '../../collections/ports.ts';
import { mayGrant, type Scope } from '../../collections/scopes.ts';
import { QuenError } from '../../core/errors.ts';

/** So that a key is known for one wherever it turns up, as in a leak. */
const PREFIX = 'quen_';
const SECRET_BYTES = 32;

/** A key that was made: the only time its secret is told. */
export interface MadeKey {
  readonly key: ApiKey;
  readonly secret: string;
}

/** Makes a key. Throws `KEY_SCOPE` where the maker may not do what the key is to do. @param held scopes of the maker */
export async function makeKey(
  store: KeyStore,
  wanted: NewKey,
  how: { readonly held: readonly Scope[]; readonly id: string; readonly now: Date },
): Promise<MadeKey> {
  if (!mayGrant(how.held, wanted.scopes))
    throw new QuenError(
      'KEY_SCOPE',
      'A key cannot make one that may do more than itself, and only admin keys make keys.',
    );
  const secret = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const key = { id: how.id, createdAt: how.now, ...wanted };
  await store.addKey(key, hashOf(secret));
  return { key, secret };
}

/** Who holds a secret. */
export interface KeyRing {
  /** Throws `KEY_REFUSED` for a secret that is nobody's, revoked or past its time. */
  holder(secret: string, now: Date): Promise<ApiKey>;
  /** Has the keys read again, such as after one was made or revoked. */
  refresh(): void;
}

/** How long keys are held before they are read again: as long may a key work that another process revoked. */
const HELD_MS = 5000;

/** Finds holders among the keys of a store. */
export function keyRing(store: KeyStore): KeyRing {
  let held: { readonly until: number; readonly keys: ReturnType<KeyStore['keys']> } | undefined;
  return {
    refresh: () => {
      held = undefined;
    },
    holder: async (secret, now) => {
      if (held === undefined || held.until < now.getTime())
        held = { until: now.getTime() + HELD_MS, keys: store.keys() };
      const keys = await held.keys.catch((cause: unknown) => {
        held = undefined;
        throw cause;
      });
      const key = matching(keys, hashOf(secret));
      if (key === undefined || key.revokedAt !== undefined || (key.expiresAt ?? now) < now)
        throw new QuenError('KEY_REFUSED', 'The API key is unknown, revoked or past its time.');
      return key;
    },
  };
}

/**
 * Every hash is compared, and each in constant time. A secret has 256 random bits, so that a plain hash cannot be guessed back and
 * needs neither salt nor stretching.
 */
function matching(
  keys: readonly { readonly key: ApiKey; readonly hash: Uint8Array }[],
  hash: Uint8Array,
): ApiKey | undefined {
  let found: ApiKey | undefined;
  for (const { key, hash: kept } of keys) {
    if (kept.length === hash.length && timingSafeEqual(kept, hash)) found = key;
  }
  return found;
}

function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}
