import { QuenError } from '../../core/errors.ts';

/** The fault of a shard that is not what was sealed. @param name of the shard @param why a clause */
export function shardDamaged(name: string, why: string, cause?: unknown): QuenError {
  const message = `The shard ${name} is damaged: ${why}. Remove it and submit the same photos again: only it is made anew.`;
  return new QuenError('SHARD_DAMAGED', message, { cause });
}
