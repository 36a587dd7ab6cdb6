import type { ObjectStore } from '../object-store.ts';

const MANIFEST = '/manifest.json';

/** Name of the object whose being there makes a shard be there. */
export function manifestName(shard: string): string {
  return `${shard}${MANIFEST}`;
}

/** Names of the closed shards that begin with the prefix, sorted by code unit; errors of the store. */
export async function listShards(store: ObjectStore, prefix: string): Promise<readonly string[]> {
  const names = await store.list(prefix);
  return names
    .filter((name) => name.endsWith(MANIFEST))
    .map((name) => name.slice(0, -MANIFEST.length))
    .sort();
}

/** Removes a shard, its manifest first, so that no reader finds half of it; errors of the store. */
export async function removeShard(store: ObjectStore, shard: string): Promise<void> {
  await store.remove(manifestName(shard));
  for (const name of await store.list(`${shard}/`)) await store.remove(name);
}
