import type { Scope } from './scopes.ts';

/** A key of the API as it is kept: never the secret, only its hash. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
}

/** One reading or changing of data of people, as the access log keeps it: ids, never names. */
export interface AccessRecord {
  readonly at: Date;
  /** Absent where no key was needed, as on this machine alone. */
  readonly keyId?: string;
  readonly action: string;
  readonly collectionId?: string;
  readonly personId?: string;
  readonly detail?: string;
}
