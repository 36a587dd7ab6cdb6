import { QuenError } from '../core/errors.ts';

/**
 * Where workers put what they made and find what others made: a shared folder, or a bucket. Names fit {@link assertObjectName}. Throws
 * `STORE_UNREACHABLE`, and for a folder that cannot be written to `OUTPUT_*`.
 */
export interface ObjectStore {
  /** Whole, or undefined where there is nothing of that name. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Puts it there whole or not at all; what was there is replaced. Safe once the call returns. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Names that begin with the prefix, sorted by code unit. The prefix may end within a part of a name. */
  list(prefix: string): Promise<readonly string[]>;
  /** Nothing happens where there is none. */
  remove(name: string): Promise<void>;
}

const PART = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/** S3 takes no more, and folders few more. */
const MAX_LENGTH = 900;

/**
 * Throws `CONFIG_INVALID` for a name that a store does not take. Names are parts of ASCII letters, digits, `.`, `-` and `_`, divided by
 * `/`; no part is empty, longer than 200, or begins with a dot, so that no name leads out of a folder or to its unfinished files.
 */
export function assertObjectName(name: string): void {
  const isName =
    name.length <= MAX_LENGTH && name.split('/').every((part) => part.length <= 200 && PART.test(part));
  if (isName) return;
  throw new QuenError(
    'CONFIG_INVALID',
    `'${name}' cannot be the name of an object: use parts of letters, digits, '.', '-' and '_' divided by '/', none of which begins with a dot.`,
  );
}
