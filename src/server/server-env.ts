import type { Actor } from '../collections/ports.ts';
import type { Scope } from '../collections/scopes.ts';

/** What is known of every request after the guards. */
export interface ServerEnv {
  readonly Variables: { actor: Actor; scopes: readonly Scope[] };
}
