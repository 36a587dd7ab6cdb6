/** So many items, or all where there are fewer, spread over the whole list in its order. */
export function evenly<Item>(items: readonly Item[], count: number): Item[] {
  const most = Math.min(count, items.length);
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as Item);
}
