import { throwIfAborted } from '../../core/errors.ts';
import { EXACT_INDEX } from '../../core/index-stamp.ts';
import { float32Error } from '../../numerics/float32-error.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { isCertain } from '../../vector-index/certainty.ts';
import { assertNewIds, assertUnitVectors } from '../../vector-index/check-vectors.ts';
import { BLOCK_ROWS, KeptVectors } from '../../vector-index/kept-vectors.ts';
import type { VectorHit, VectorIndex } from '../../vector-index/vector-index.ts';
import type { SessionOptions } from '../onnx/session.ts';
import { indexFault, readIndexFolder, writeIndexFolder } from './index-folder.ts';
import { type NearestProductSession, openNearestProducts } from './nearest-products.ts';

/** Probes searched at a time: one pass over the vectors for all of them, and a bound on memory. */
const PROBE_BLOCK = 64;
/** Vectors looked at beyond those asked for, so that rounding in float32 can be shown not to have lost one. */
const MARGIN = 16;

/**
 * An index that compares every probe with every vector, by ONNX Runtime. Of its float32 products the best are worked out anew in
 * double precision; where rounding might have hidden a better one, all of them are. So it finds what plain comparison finds.
 */
export async function makeExactIndex(dimension: number, options: SessionOptions): Promise<VectorIndex> {
  return new ExactIndex(new KeptVectors(dimension), dimension, await openNearestProducts(options));
}

/** Opens an exact index that was saved of a source. Throws `INDEX_FORMAT`. */
export async function openExactIndex(
  folder: string,
  source: string,
  options: SessionOptions,
): Promise<VectorIndex> {
  const kept = await readIndexFolder(folder);
  if (kept.stamp.kind !== 'exact') throw indexFault(folder, `it is one of ${kept.stamp.kind}`);
  if (kept.source !== source) throw indexFault(folder, 'it is of other vectors');
  return new ExactIndex(kept.vectors, kept.dimension, await openNearestProducts(options));
}

class ExactIndex implements VectorIndex {
  readonly stamp = EXACT_INDEX;
  readonly isExact = true;
  readonly dimension: number;
  readonly #vectors: KeptVectors;
  readonly #session: NearestProductSession;
  #last: Promise<unknown> = Promise.resolve();

  constructor(vectors: KeptVectors, dimension: number, session: NearestProductSession) {
    this.dimension = dimension;
    this.#vectors = vectors;
    this.#session = session;
  }

  async count(): Promise<number> {
    return this.#vectors.count;
  }

  async add(ids: readonly number[], vectors: Matrix, signal?: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    assertNewIds(ids, vectors);
    assertUnitVectors(vectors, this.dimension);
    await this.#inTurn(async () => this.#vectors.add(ids, vectors));
  }

  async remove(ids: readonly number[]): Promise<number> {
    return await this.#inTurn(async () => ids.filter((id) => this.#vectors.remove(id)).length);
  }

  async search(probes: Matrix, k: number): Promise<VectorHit[][]> {
    assertUnitVectors(probes, this.dimension);
    const hits: VectorHit[][] = [];
    for (let first = 0; first < probes.rows; first += PROBE_BLOCK) {
      const some = rowRange(probes, first, Math.min(first + PROBE_BLOCK, probes.rows));
      hits.push(...(await this.#inTurn(() => this.#searchBlock(some, k))));
    }
    return hits;
  }

  save(folder: string, source: string): Promise<void> {
    const { stamp, dimension } = this;
    return this.#inTurn(() => writeIndexFolder(folder, { stamp, dimension, source, vectors: this.#vectors }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }

  /** A removal moves vectors to other places, which must not happen between the blocks of a search. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #searchBlock(probes: Matrix, k: number): Promise<VectorHit[][]> {
    const wanted = k + MARGIN;
    const { ids } = this.#vectors;
    const found: Found[][] = Array.from({ length: probes.rows }, () => []);
    for (const [b, block] of this.#vectors.blocks().entries()) {
      const most = Math.min(wanted, block.rows);
      const { products, rows } = await this.#session.nearest(probes, block, most);
      found.forEach((list, p) => {
        for (let i = p * most; i < (p + 1) * most; i++)
          list.push({
            id: ids[b * BLOCK_ROWS + (rows[i] as number)] as number,
            product: products[i] as number,
          });
      });
    }
    return found.map((list, p) => this.#exactly(row(probes, p), list, { k, wanted }));
  }

  #exactly(
    probe: Float32Array,
    list: Found[],
    { k, wanted }: { readonly k: number; readonly wanted: number },
  ): VectorHit[] {
    const best = list.sort((a, b) => b.product - a.product).slice(0, wanted);
    const hits = this.#vectors.rescored(
      probe,
      best.map(({ id }) => id),
      k,
    );
    const lastProduct = best.at(-1)?.product ?? 0;
    const isAll = best.length === this.#vectors.count;
    const isEnough = isAll || isCertain({ hits, lastProduct, error: float32Error(this.dimension) });
    return isEnough ? hits : this.#vectors.rescored(probe, this.#vectors.ids, k);
  }
}

interface Found {
  readonly id: number;
  readonly product: number;
}
