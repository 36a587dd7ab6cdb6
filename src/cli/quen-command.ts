import type { ArgsDef } from 'citty';

/** One command: what it says of itself, its flags, and what it does. */
export interface QuenCommand {
  readonly description: string;
  readonly args: ArgsDef;
  /** @param rawArgs what follows the command's name. Throws `QuenError` */
  run(rawArgs: readonly string[], signal: AbortSignal): Promise<void>;
}
