import type { ObjectStore } from '../../src/jobs/object-store.ts';

/** A store in memory whose objects tests look at and change. */
export interface MemoryStore extends ObjectStore {
  readonly objects: Map<string, Uint8Array>;
  /** Names in the order in which they were put. */
  readonly written: readonly string[];
}

/** An empty store in memory. */
export function memoryStore(): MemoryStore {
  const objects = new Map<string, Uint8Array>();
  const written: string[] = [];
  return {
    objects,
    written,
    get: async (name) => objects.get(name)?.slice(),
    put: async (name, bytes) => {
      written.push(name);
      objects.set(name, bytes.slice());
    },
    list: async (prefix) => [...objects.keys()].filter((name) => name.startsWith(prefix)).sort(),
    remove: async (name) => {
      objects.delete(name);
    },
  };
}
