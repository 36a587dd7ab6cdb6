import type { Page, PageRequest } from '../../../collections/ports.ts';

/** Cuts rows, of which one more than the limit was asked for, into a page. @param cursorOf what the following page starts after */
export function pageOf<Row, T>(
  rows: readonly Row[],
  { limit }: PageRequest,
  read: { readonly item: (row: Row) => T; readonly cursorOf: (row: Row) => string },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(read.item);
  return rows.length > limit && last !== undefined ? { items, next: read.cursorOf(last) } : { items };
}

/** Two sort keys as one cursor. */
export function cursor(first: string, second: string): string {
  return Buffer.from(JSON.stringify([first, second])).toString('base64url');
}

/** What {@link cursor} made; undefined for text that it did not make. */
export function readCursor(text: string | undefined): readonly [string, string] | undefined {
  if (text === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 2 || parts.some((part) => typeof part !== 'string'))
      return undefined;
    return parts as unknown as readonly [string, string];
  } catch {
    return undefined;
  }
}
