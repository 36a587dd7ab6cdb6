import { setImmediate } from 'node:timers/promises';
import usearch, { type Index } from 'usearch';
import { throwIfAborted } from '../../core/errors.ts';
import { type IndexStamp, isSameIndex } from '../../core/index-stamp.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { assertNewIds, assertUnitVectors, idTaken } from '../../vector-index/check-vectors.ts';
import { KeptVectors } from '../../vector-index/kept-vectors.ts';
import type { VectorHit, VectorIndex } from '../../vector-index/vector-index.ts';
import { indexFault, readIndexFolder, writeIndexFolder } from './index-folder.ts';
import type { UsearchSettings } from './index-settings.ts';

/** Vectors added, and probes searched, between two looks at the rest of the process: usearch holds the thread. */
const ADDED_AT_ONCE = 500;
const PROBES_AT_ONCE = 256;

/**
 * An index of usearch: a graph of near vectors (HNSW; Malkov and Yashunin 2018) that a search walks. It finds most of the near
 * vectors and misses some; those that it finds are scored by their exact cosines. One thread builds the same graph every time.
 */
export function makeUsearchIndex(dimension: number, settings: UsearchSettings): VectorIndex {
  return new UsearchIndex(new KeptVectors(dimension), emptyGraph(dimension, settings), {
    dimension,
    settings,
  });
}

/** Opens a usearch index that was saved of a source with the same settings. Throws `INDEX_FORMAT`. */
export async function openUsearchIndex(
  folder: string,
  source: string,
  settings: UsearchSettings,
): Promise<VectorIndex> {
  const { stamp, dimension, vectors, graphPath, ...kept } = await readIndexFolder(folder);
  if (!isSameIndex(stamp, { kind: 'usearch', settings }) || graphPath === undefined)
    throw indexFault(folder, 'it was made with other settings');
  if (kept.source !== source) throw indexFault(folder, 'it is of other vectors');
  const graph = emptyGraph(dimension, settings);
  try {
    graph.load(graphPath);
  } catch (cause) {
    throw indexFault(graphPath, 'usearch cannot load it', cause);
  }
  if (graph.size() !== vectors.count) throw indexFault(graphPath, 'it has not as many vectors as it should');
  return new UsearchIndex(vectors, graph, { dimension, settings });
}

function emptyGraph(dimension: number, settings: UsearchSettings): Index {
  return new usearch.Index({
    dimensions: dimension,
    metric: usearch.MetricKind.IP,
    quantization: settings.precision === 'f16' ? usearch.ScalarKind.F16 : usearch.ScalarKind.F32,
    connectivity: settings.m,
    expansion_add: settings['ef-construction'],
    expansion_search: settings['ef-search'],
    multi: false,
  });
}

class UsearchIndex implements VectorIndex {
  readonly stamp: IndexStamp;
  readonly isExact = false;
  readonly dimension: number;
  readonly #vectors: KeptVectors;
  readonly #graph: Index;
  readonly #settings: UsearchSettings;

  constructor(
    vectors: KeptVectors,
    graph: Index,
    { dimension, settings }: { readonly dimension: number; readonly settings: UsearchSettings },
  ) {
    this.stamp = { kind: 'usearch', settings: { ...settings } };
    this.dimension = dimension;
    this.#vectors = vectors;
    this.#graph = graph;
    this.#settings = settings;
  }

  async count(): Promise<number> {
    return this.#vectors.count;
  }

  async add(ids: readonly number[], vectors: Matrix, signal?: AbortSignal): Promise<void> {
    assertNewIds(ids, vectors);
    assertUnitVectors(vectors, this.dimension);
    const taken = ids.find((id) => this.#vectors.has(id));
    if (taken !== undefined) throw idTaken(taken);
    for (let first = 0; first < ids.length; first += ADDED_AT_ONCE) {
      throwIfAborted(signal);
      const some = ids.slice(first, first + ADDED_AT_ONCE);
      const rows = rowRange(vectors, first, first + some.length);
      this.#graph.add(BigUint64Array.from(some, BigInt), rows.data, this.#settings.threads);
      this.#vectors.add(some, rows);
      await setImmediate();
    }
  }

  async remove(ids: readonly number[]): Promise<number> {
    const there = [...new Set(ids)].filter((id) => this.#vectors.remove(id));
    if (there.length > 0) this.#graph.remove(BigUint64Array.from(there, BigInt));
    return there.length;
  }

  async search(probes: Matrix, k: number): Promise<VectorHit[][]> {
    assertUnitVectors(probes, this.dimension);
    const hits: VectorHit[][] = [];
    for (let first = 0; first < probes.rows; first += PROBES_AT_ONCE) {
      const some = rowRange(probes, first, Math.min(first + PROBES_AT_ONCE, probes.rows));
      const { threads, rescore } = this.#settings;
      const found = nearestKeys(this.#graph, some, { k: Math.max(k, rescore), threads });
      hits.push(...found.map((ids, p) => this.#vectors.rescored(row(some, p), ids, k)));
      await setImmediate();
    }
    return hits;
  }

  save(folder: string, source: string): Promise<void> {
    const { stamp, dimension } = this;
    const content = { stamp, dimension, source, vectors: this.#vectors };
    return writeIndexFolder(folder, content, (path) => this.#graph.save(path));
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** What the graph finds for each probe, nearest first; an empty graph finds nothing. */
function nearestKeys(
  graph: Index,
  { data, rows }: Matrix,
  { k, threads }: { readonly k: number; readonly threads: number },
): number[][] {
  if (graph.size() === 0) return Array.from({ length: rows }, () => []);
  // One probe comes back without counts, and with no more keys than were found.
  const { keys, counts } = graph.search(data, k, threads) as {
    readonly keys: BigUint64Array;
    readonly counts?: BigUint64Array;
  };
  return Array.from({ length: rows }, (_, p) => {
    const count = Number(counts?.[p] ?? keys.length);
    return Array.from(keys.subarray(p * k, p * k + count), Number);
  });
}
