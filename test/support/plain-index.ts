import { innerProducts } from '../../src/numerics/inner-products.ts';
import { row } from '../../src/numerics/matrix.ts';
import { bestFirst, KeptVectors } from '../../src/vector-index/kept-vectors.ts';
import type { VectorHit, VectorIndex } from '../../src/vector-index/vector-index.ts';

/** What a made index may not find: whether a probe misses a hit. */
export type Misses = (probe: Float32Array, hit: VectorHit) => boolean;

/** An index in plain TypeScript: exact, or one that misses what it is told to. */
export function plainIndex(dimension: number, misses?: Misses): VectorIndex {
  const vectors = new KeptVectors(dimension);
  return {
    stamp:
      misses === undefined ? { kind: 'exact', settings: {} } : { kind: 'usearch', settings: { made: 1 } },
    isExact: misses === undefined,
    dimension,
    count: async () => vectors.count,
    add: async (ids, rows) => vectors.add(ids, rows),
    remove: async (ids) => ids.filter((id) => vectors.remove(id)).length,
    search: async (probes, k) => {
      const lists = Array.from({ length: probes.rows }, (): VectorHit[] => []);
      let first = 0;
      for (const block of vectors.blocks()) {
        const { data } = innerProducts(probes, block);
        data.forEach((score, at) => {
          const id = vectors.ids[first + (at % block.rows)] as number;
          lists[Math.floor(at / block.rows)]?.push({ id, score });
        });
        first += block.rows;
      }
      return lists.map((hits, p) =>
        hits
          .filter((hit) => !misses?.(row(probes, p), hit))
          .sort(bestFirst)
          .slice(0, k),
      );
    },
    save: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Misses three in four of the vectors that are not very near, as a graph of many may: which ones hangs on probe and vector alone. */
export function missingMost(very: number): Misses {
  return (probe, { id, score }) => score < very && mixed(probe[0] ?? 0, id) % 4 !== 0;
}

function mixed(value: number, id: number): number {
  let state = Math.imul(Math.round(value * 1e6) ^ Math.imul(id + 1, 0x9e3779b1), 0x85ebca6b);
  state ^= state >>> 13;
  state = Math.imul(state, 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
