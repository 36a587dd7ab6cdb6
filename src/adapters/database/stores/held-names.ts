/** People whose names are held, at most: some megabytes. */
const HELD_MOST = 100_000;

/** Reads names of people, and holds them until somebody changes. */
export interface HeldNames {
  /** Names by id; people who are not there have none. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Carries out what may change names: whoever reads after it has settled gets the new ones. */
  changing<T>(work: () => Promise<T>): Promise<T>;
}

/** Holds names in memory. Only for a database that no other process writes to: another's changes would not be seen. */
export function heldNames(
  readNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): HeldNames {
  const held = new Map<string, string>();
  let changes = 0;
  const forget = (): void => {
    changes++;
    held.clear();
  };
  return {
    read: async (ids) => {
      const missing = ids.filter((id) => !held.has(id));
      const names = new Map(ids.flatMap((id) => (held.has(id) ? [[id, held.get(id) as string]] : [])));
      if (missing.length === 0) return names;
      const before = changes;
      for (const [id, name] of await readNames(missing)) {
        names.set(id, name);
        // What was read before a change may be old by now.
        if (before === changes && held.size < HELD_MOST) held.set(id, name);
      }
      return names;
    },
    changing: async (work) => {
      forget();
      try {
        return await work();
      } finally {
        forget();
      }
    },
  };
}
