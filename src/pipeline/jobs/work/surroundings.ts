import { isQuenError, type QuenError } from '../../../core/errors.ts';

/** Faults that another shard would meet here too, and the same shard elsewhere would not. */
export function isSurroundings(cause: unknown): cause is QuenError {
  return isQuenError(cause) && /^(OUTPUT_|STORE_|DATABASE_|PHOTOS_UNREACHABLE)/.test(cause.code);
}

/** A fault as a line for people. */
export function describeFault(cause: unknown): string {
  if (isQuenError(cause)) return `${cause.code}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
}
