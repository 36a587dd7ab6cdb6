/**
 * Groups of things that pairs hold together, directly or through others (Galler and Fischer 1964).
 * @param pairs places in 0..count - 1 @returns group of each, numbered from 0 in order of their first members,
 * shape [count]
 */
export function groupsOfPairs(count: number, pairs: Iterable<readonly [number, number]>): Int32Array {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  for (const [a, b] of pairs) {
    if (!(a in parent && b in parent)) throw new RangeError(`A pair of ${a} and ${b} among ${count}.`);
    const first = rootOf(parent, a);
    const second = rootOf(parent, b);
    parent[Math.max(first, second)] = Math.min(first, second);
  }
  const numberOf = new Map<number, number>();
  return parent.map((_, i) => {
    const root = rootOf(parent, i);
    const number = numberOf.get(root) ?? numberOf.size;
    numberOf.set(root, number);
    return number;
  });
}

function rootOf(parent: Int32Array, start: number): number {
  let place = start;
  while (parent[place] !== place) {
    parent[place] = parent[parent[place]];
    place = parent[place];
  }
  return place;
}
