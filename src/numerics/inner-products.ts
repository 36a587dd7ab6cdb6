import type { Matrix } from './matrix.ts';

/** Inner products of every row of `a` with every row of `b`, shape [a.rows, b.rows], worked out elsewhere: in float32 and in any order. */
export type AsyncInnerProducts = (a: Matrix, b: Matrix) => Promise<Matrix>;

/** Rows of `b` that stay in the processor's cache while rows of `a` pass by. */
const TILE_ROWS = 64;

/**
 * Inner products of every row of `a` with every row of `b`. Each is summed from the first column to the last in double
 * precision and on its own, so a product does not depend on which other rows are in the call.
 * @param a shape [m, d] @param b shape [n, d] @returns shape [m, n]
 */
export function innerProducts(a: Matrix, b: Matrix): Matrix {
  if (a.cols !== b.cols) throw new RangeError(`Inner products of ${a.cols} and ${b.cols} columns.`);
  const out = new Float32Array(a.rows * b.rows);
  for (let tile = 0; tile < b.rows; tile += TILE_ROWS) {
    const end = Math.min(tile + TILE_ROWS, b.rows);
    for (let i = 0; i < a.rows; i++) {
      let j = tile;
      for (; j + 4 <= end; j += 4) fourProductsInto(a, i, b, j, out);
      for (; j < end; j++) out[i * b.rows + j] = product(a, i, b, j);
    }
  }
  return { data: out, rows: a.rows, cols: b.rows };
}

/** Four sums at a time keep the arithmetic unit busy; each still adds its own terms in order. */
function fourProductsInto(a: Matrix, i: number, b: Matrix, j: number, out: Float32Array): void {
  const { cols } = a;
  const left = a.data;
  const right = b.data;
  const at = i * cols;
  const b0 = j * cols;
  const b1 = b0 + cols;
  const b2 = b1 + cols;
  const b3 = b2 + cols;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < cols; k++) {
    const value = left[at + k];
    s0 += value * right[b0 + k];
    s1 += value * right[b1 + k];
    s2 += value * right[b2 + k];
    s3 += value * right[b3 + k];
  }
  const place = i * b.rows + j;
  out[place] = s0;
  out[place + 1] = s1;
  out[place + 2] = s2;
  out[place + 3] = s3;
}

function product(a: Matrix, i: number, b: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0; k < a.cols; k++) sum += a.data[i * a.cols + k] * b.data[j * b.cols + k];
  return sum;
}
