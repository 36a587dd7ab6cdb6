/** What an API key may do, least first. `identify`: search; `enrol`: also change people and photos; `admin`: also keys, erasing, logs and settings. */
export const SCOPES = ['identify', 'enrol', 'admin'] as const;
/** One of {@link SCOPES}. */
export type Scope = (typeof SCOPES)[number];

/** Whether a key with some scopes may do what a scope stands for: each scope holds those before it. */
export function allows(held: readonly Scope[], wanted: Scope): boolean {
  const least = SCOPES.indexOf(wanted);
  return held.some((scope) => SCOPES.indexOf(scope) >= least);
}

/** Whether a key with some scopes may make a key with others: never one that may do more than itself. */
export function mayGrant(held: readonly Scope[], wanted: readonly Scope[]): boolean {
  return allows(held, 'admin') && wanted.every((scope) => allows(held, scope));
}
