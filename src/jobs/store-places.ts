/** Where the task of a shard lies in a store. */
export function taskObject(queue: string, shard: string): string {
  return `tasks/${queue}/${shard}.json`;
}

/** Where the results of a shard lie in a store. */
export function shardObject(queue: string, shard: string): string {
  return `${shardsPrefix(queue)}${shard}`;
}

/** What the results of all shards of a way begin with. */
export function shardsPrefix(queue: string): string {
  return `shards/${queue}/`;
}

/** The mark that tells one store from another. */
export const STORE_MARK = 'quen-store.json';
