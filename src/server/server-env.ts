import type { Actor } from '../collections/ports.ts';
import type { Scope } from '../collections/scopes.ts';

/** What is known of every request after the guards; of those that a guard refuses, the id alone. */
export interface ServerEnv {
  readonly Variables: { actor: Actor; scopes: readonly Scope[]; requestId: string };
}
