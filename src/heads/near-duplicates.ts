import { innerProducts } from '../numerics/inner-products.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { unitRows } from './classed-rows.ts';

/** Cosine above which two photos are taken for copies of one. Of 4,107 pairs of one person's photos in LFW two pass it. */
export const NEAR_DUPLICATE = 0.95;

/** Rows compared with all others at a time, to bound memory. */
const BLOCK = 64;

/**
 * Pairs of rows whose cosine is above a limit, the lower place first: photos so alike that one is the other
 * cropped, scaled or saved again. What limit tells them apart depends on the network.
 * @param rows embeddings, none zeros, shape [N, D]
 */
export function* nearDuplicatePairs(rows: Matrix, limit: number): Generator<readonly [number, number]> {
  const unit = unitRows(rows);
  for (let first = 0; first < unit.rows; first += BLOCK) {
    const count = Math.min(BLOCK, unit.rows - first);
    const data = unit.data.subarray(first * unit.cols, (first + count) * unit.cols);
    const cosines = innerProducts({ data, rows: count, cols: unit.cols }, unit);
    for (let i = 0; i < count; i++)
      for (let j = first + i + 1; j < unit.rows; j++)
        if ((cosines.data[i * unit.rows + j] as number) > limit) yield [first + i, j];
  }
}
