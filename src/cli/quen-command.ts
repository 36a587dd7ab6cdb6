import type { ArgsDef } from 'citty';

/** One command: its flags, and what it does. */
export interface QuenCommand {
  readonly args: ArgsDef;
  /** @param rawArgs what follows the command's name. Throws `QuenError` */
  run(rawArgs: readonly string[], signal: AbortSignal): Promise<void>;
}
