/** Kinds of vector index, by what finds the nearest templates. */
export const INDEX_KINDS = ['exact', 'usearch', 'pgvector'] as const;

/** One of {@link INDEX_KINDS}. */
export type IndexKind = (typeof INDEX_KINDS)[number];

/**
 * What decides which templates a search through an index finds. A threshold holds for searches through an index of its own
 * stamp alone: an approximate index misses some of the nearest strangers, so that strangers seem less alike than they are.
 */
export interface IndexStamp {
  readonly kind: IndexKind;
  /** Every setting that decides what is found, by name; none for `exact`. */
  readonly settings: Readonly<Record<string, string | number>>;
}

/** The stamp of everything that compares each probe with every template. */
export const EXACT_INDEX: IndexStamp = { kind: 'exact', settings: {} };

/** Whether searches through two indexes find the same, whatever the order of their settings. */
export function isSameIndex(a: IndexStamp, b: IndexStamp): boolean {
  return indexText(a) === indexText(b);
}

/** A stamp for people to read, such as `usearch (ef-search=128, m=16)`; settings stand in order of their names. */
export function indexText({ kind, settings }: IndexStamp): string {
  const named = Object.keys(settings)
    .sort()
    .map((name) => `${name}=${settings[name]}`);
  return named.length === 0 ? kind : `${kind} (${named.join(', ')})`;
}
