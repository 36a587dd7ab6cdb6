import { type Matrix, row } from '../numerics/matrix.ts';
import { idTaken } from './check-vectors.ts';
import type { VectorHit } from './vector-index.ts';

/** Rows of a block. A block is what a search multiplies at once, so that nothing is copied for it. */
export const BLOCK_ROWS = 32_768;
const FIRST_ROWS = 256;

/** The vectors of an index as they came, in blocks that grow; what exact cosines are worked out from. */
export class KeptVectors {
  readonly #dimension: number;
  /** All full but the last, which has room. */
  readonly #blocks: Float32Array[] = [];
  readonly #ids: number[] = [];
  readonly #placeOf = new Map<number, number>();

  /** @param dimension length of a vector */
  constructor(dimension: number) {
    this.#dimension = dimension;
  }

  /** Vectors kept. */
  get count(): number {
    return this.#ids.length;
  }

  /** Ids in the order of their places; a removal puts the last vector into the place that it empties. */
  get ids(): readonly number[] {
    return this.#ids;
  }

  /** Whether an id is there. */
  has(id: number): boolean {
    return this.#placeOf.has(id);
  }

  /** Adds vectors; throws `CONFLICT` for an id that is there, and then adds nothing. @param vectors shape [ids.length, D] */
  add(ids: readonly number[], vectors: Matrix): void {
    const taken = ids.find((id) => this.#placeOf.has(id));
    if (taken !== undefined) throw idTaken(taken);
    ids.forEach((id, n) => {
      const place = this.#ids.length;
      this.#roomFor(place).set(row(vectors, n), this.#offset(place));
      this.#ids.push(id);
      this.#placeOf.set(id, place);
    });
  }

  /** Takes a vector out. @returns whether it was there */
  remove(id: number): boolean {
    const place = this.#placeOf.get(id);
    if (place === undefined) return false;
    const last = this.#ids.length - 1;
    const lastId = this.#ids[last] as number;
    this.#at(place).set(this.#at(last));
    this.#ids[place] = lastId;
    this.#placeOf.set(lastId, place);
    this.#placeOf.delete(id);
    this.#ids.pop();
    if (last % BLOCK_ROWS === 0) this.#blocks.pop();
    return true;
  }

  /** Views of the blocks, in order of places: block `b` begins with place `b * BLOCK_ROWS`. */
  blocks(): Matrix[] {
    return this.#blocks.map((data, b) => {
      const rows = Math.min(BLOCK_ROWS, this.#ids.length - b * BLOCK_ROWS);
      return { data: data.subarray(0, rows * this.#dimension), rows, cols: this.#dimension };
    });
  }

  /** Exact cosines of a probe with some vectors, the best `k` of them; ids that are not kept are passed over. */
  rescored(probe: Float32Array, ids: readonly number[], k: number): VectorHit[] {
    const hits = ids.flatMap((id): VectorHit[] => {
      const place = this.#placeOf.get(id);
      return place === undefined ? [] : [{ id, score: exactCosine(probe, this.#at(place)) }];
    });
    return hits.sort(bestFirst).slice(0, k);
  }

  #at(place: number): Float32Array {
    const start = this.#offset(place);
    return (this.#blocks[Math.floor(place / BLOCK_ROWS)] as Float32Array).subarray(
      start,
      start + this.#dimension,
    );
  }

  #offset(place: number): number {
    return (place % BLOCK_ROWS) * this.#dimension;
  }

  /** The block of a place after the last, made or enlarged if need be. */
  #roomFor(place: number): Float32Array {
    const b = Math.floor(place / BLOCK_ROWS);
    const block = this.#blocks[b];
    const rows = (block?.length ?? 0) / this.#dimension;
    if (block !== undefined && place % BLOCK_ROWS < rows) return block;
    // Later blocks are made whole: by then the index is known to be large.
    const wanted = b > 0 ? BLOCK_ROWS : Math.min(BLOCK_ROWS, Math.max(FIRST_ROWS, rows * 2));
    const larger = new Float32Array(wanted * this.#dimension);
    if (block !== undefined) larger.set(block);
    this.#blocks[b] = larger;
    return larger;
  }
}

/** The cosine as `innerProducts` gives it: summed in double precision in order, rounded once. */
export function exactCosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return Math.fround(sum);
}

/** Orders hits, best first, of equals the lower id. */
export function bestFirst(a: VectorHit, b: VectorHit): number {
  return b.score - a.score || a.id - b.id;
}
