/**
 * Lower triangle L of a symmetric matrix, L L' = A (Golub and Van Loan 2013, section 4.2). Throws `RangeError`
 * for a matrix that is not positive definite.
 * @param a shape [n, n], of which the lower triangle is read @returns shape [n, n], zeros above the diagonal
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let first = 0; first < n; first += ROWS_AT_ONCE) {
    const isWhole = first + ROWS_AT_ONCE <= n;
    if (isWhole) for (let j = 0; j < first; j++) fourEntriesInto(a, lower, n, first, j);
    for (let i = first; i < Math.min(first + ROWS_AT_ONCE, n); i++)
      entriesInto(a, lower, n, i, isWhole ? first : 0);
  }
  return lower;
}

/** Rows worked on at a time, so that a row they all need is fetched once; each is summed as if it were alone. */
const ROWS_AT_ONCE = 4;

/** Entries of row i from column `first`; those before it are there. */
function entriesInto(a: Float64Array, lower: Float64Array, n: number, i: number, first: number): void {
  for (let j = first; j <= i; j++) {
    const rest = a[i * n + j] - rowProduct(lower, n, i, j);
    lower[i * n + j] = i === j ? pivotOf(rest, i) : rest / lower[j * n + j];
  }
}

/** Entries of column j, before the rows' own block, in four rows from `first`. */
function fourEntriesInto(a: Float64Array, lower: Float64Array, n: number, first: number, j: number): void {
  const at = first * n;
  const of = j * n;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < j; k++) {
    const value = lower[of + k];
    s0 += lower[at + k] * value;
    s1 += lower[at + n + k] * value;
    s2 += lower[at + 2 * n + k] * value;
    s3 += lower[at + 3 * n + k] * value;
  }
  const pivot = lower[of + j];
  lower[at + j] = (a[at + j] - s0) / pivot;
  lower[at + n + j] = (a[at + n + j] - s1) / pivot;
  lower[at + 2 * n + j] = (a[at + 2 * n + j] - s2) / pivot;
  lower[at + 3 * n + j] = (a[at + 3 * n + j] - s3) / pivot;
}

/** Inverse of a lower triangle with a diagonal free of zeros, by forward substitution. @param lower shape [n, n] */
export function invertLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let first = 0; first < n; first += ROWS_AT_ONCE) {
    const isWhole = first + ROWS_AT_ONCE <= n;
    if (isWhole) for (let k = 0; k < first; k++) takeFromFour(lower, inverse, n, first, k);
    for (let i = first; i < Math.min(first + ROWS_AT_ONCE, n); i++)
      finishRow(lower, inverse, n, i, isWhole ? first : 0);
  }
  return inverse;
}

/** Takes the parts of the rows from `first` to i from row i of an inverse, and sets its pivot. */
function finishRow(lower: Float64Array, inverse: Float64Array, n: number, i: number, first: number): void {
  const pivot = lower[i * n + i];
  for (let k = first; k < i; k++) {
    const factor = lower[i * n + k] / pivot;
    for (let j = 0; j <= k; j++) inverse[i * n + j] -= factor * inverse[k * n + j];
  }
  inverse[i * n + i] = 1 / pivot;
}

/** Takes the part of row k, before the rows' own block, from four rows of an inverse from `first`. */
function takeFromFour(lower: Float64Array, inverse: Float64Array, n: number, first: number, k: number): void {
  const at = first * n;
  const of = k * n;
  const f0 = lower[at + k] / lower[at + first];
  const f1 = lower[at + n + k] / lower[at + n + first + 1];
  const f2 = lower[at + 2 * n + k] / lower[at + 2 * n + first + 2];
  const f3 = lower[at + 3 * n + k] / lower[at + 3 * n + first + 3];
  for (let j = 0; j <= k; j++) {
    const value = inverse[of + j];
    inverse[at + j] -= f0 * value;
    inverse[at + n + j] -= f1 * value;
    inverse[at + 2 * n + j] -= f2 * value;
    inverse[at + 3 * n + j] -= f3 * value;
  }
}

/** A B' of two square matrices, row by row. @param a shape [n, n] @param b shape [n, n] @returns shape [n, n] */
export function multiplyTransposed(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[i * n + k] * b[j * n + k];
      out[i * n + j] = sum;
    }
  }
  return out;
}

/** Inner product of the parts of rows i and j before column j. */
function rowProduct(lower: Float64Array, n: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < j; k++) sum += lower[i * n + k] * lower[j * n + k];
  return sum;
}

function pivotOf(square: number, place: number): number {
  if (square > 0) return Math.sqrt(square);
  throw new RangeError(`The matrix is not positive definite: the square of pivot ${place} is ${square}.`);
}
