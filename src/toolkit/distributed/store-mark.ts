import { randomUUID } from 'node:crypto';
import type { ObjectStore } from '../../jobs/object-store.ts';
import { STORE_MARK } from '../../jobs/store-places.ts';

/** The mark of a store, made if there is none. Errors of the store. */
export async function markStore(store: ObjectStore): Promise<string> {
  const mark = await readStoreMark(store);
  if (mark !== undefined) return mark;
  await store.put(STORE_MARK, new TextEncoder().encode(`${randomUUID()}\n`));
  // Of two that make one at once, the later one stays.
  return (await readStoreMark(store)) ?? '';
}

/** The mark of a store; undefined where nothing was ever submitted with it. Errors of the store. */
export async function readStoreMark(store: ObjectStore): Promise<string | undefined> {
  const bytes = await store.get(STORE_MARK);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes).trim();
}
