import type { IndexStamp } from '../core/index-stamp.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** A vector that a search found. */
export interface VectorHit {
  /** The number it was added under. */
  readonly id: number;
  /** Its cosine with the probe, summed in double precision, never the approximation that an index orders by. */
  readonly score: number;
}

/**
 * Finds the vectors nearest to a probe among very many. All vectors are of unit length, and ids are whole numbers from 0.
 * An index may grow and shrink while it serves: a search sees every change that was awaited before it began.
 */
export interface VectorIndex extends AsyncDisposable {
  readonly stamp: IndexStamp;
  /** Whether a search finds the very nearest; an index that is not exact misses some. */
  readonly isExact: boolean;
  /** Length of a vector. */
  readonly dimension: number;
  /** Vectors that can be found. */
  count(): Promise<number>;
  /**
   * Adds vectors under new ids, all or none. Throws `CONFLICT` for an id that is there or stands twice, `DIMENSION_MISMATCH` for vectors of
   * another length or whose length is not 1, and `ABORTED`, when some may have been added.
   * @param vectors shape [ids.length, dimension]
   */
  add(ids: readonly number[], vectors: Matrix, signal?: AbortSignal): Promise<void>;
  /** Takes vectors out; ids that are not there are passed over. @returns how many were there */
  remove(ids: readonly number[]): Promise<number>;
  /**
   * The vectors nearest to each probe, best first, of equals the one with the lower id; `k` of them, or all where there are
   * fewer. An index that is not exact may find fewer. A hit does not depend on the other probes of the call. Throws
   * `DIMENSION_MISMATCH`.
   * @param probes shape [P, dimension] @returns a list for each probe
   */
  search(probes: Matrix, k: number): Promise<VectorHit[][]>;
  /**
   * Keeps the index where it is opened again from, whole or not at all: in the folder, or for an index in a database by the name
   * it has there. Throws `OUTPUT_*`.
   * @param source what the vectors are of, such as the hash of a gallery; an index of another source is not opened for it
   */
  save(folder: string, source: string): Promise<void>;
}

/** Makes an index without vectors. @param dimension length of the vectors that will come */
export type MakeIndex = (dimension: number) => Promise<VectorIndex>;
