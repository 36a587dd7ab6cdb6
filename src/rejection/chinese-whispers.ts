import { type Random, shuffled } from '../numerics/random.ts';

/** An edge between two different nodes. */
export interface Edge {
  readonly a: number;
  readonly b: number;
  /** Above 0. */
  readonly weight: number;
}

/** Labels settle within a few rounds, or swing for ever between equals. */
const ROUND_COUNT = 20;

/**
 * Chinese whispers (Biemann 2006): every node starts as a class of its own; in rounds of random order each takes the class
 * with the most weight among its neighbours, of equals its own, else the lowest; until nothing changes, or 20 rounds.
 * @param edges each pair once @returns class of each node, shape [nodeCount]
 */
export function chineseWhispers(nodeCount: number, edges: readonly Edge[], random: Random): Int32Array {
  const neighbours = Array.from({ length: nodeCount }, (): [number, number][] => []);
  for (const { a, b, weight } of edges) {
    neighbours[a]?.push([b, weight]);
    neighbours[b]?.push([a, weight]);
  }
  const classOf = Int32Array.from({ length: nodeCount }, (_, node) => node);
  for (let round = 0; round < ROUND_COUNT; round++) {
    let hasChanged = false;
    for (const node of shuffled([...classOf.keys()], random)) {
      const heaviest = heaviestClass(neighbours[node] ?? [], classOf, classOf[node] ?? node);
      hasChanged ||= heaviest !== classOf[node];
      classOf[node] = heaviest;
    }
    if (!hasChanged) break;
  }
  return classOf;
}

function heaviestClass(
  neighbours: readonly (readonly [number, number])[],
  classOf: Int32Array,
  own: number,
): number {
  const weights = new Map<number, number>();
  for (const [neighbour, weight] of neighbours) {
    const of = classOf[neighbour] ?? neighbour;
    weights.set(of, (weights.get(of) ?? 0) + weight);
  }
  let best = own;
  let most = weights.get(own) ?? 0;
  for (const [of, weight] of weights) {
    const isBetter = weight > most || (weight === most && best !== own && of < best);
    if (!isBetter) continue;
    best = of;
    most = weight;
  }
  return best;
}
