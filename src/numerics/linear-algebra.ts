/**
 * Lower triangle L of a symmetric matrix, L L' = A (Golub and Van Loan 2013, section 4.2). Throws `RangeError`
 * for a matrix that is not positive definite.
 * @param a shape [n, n], of which the lower triangle is read @returns shape [n, n], zeros above the diagonal
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = a[i * n + j] - rowProduct(lower, n, i, j);
      lower[i * n + j] = i === j ? pivotOf(rest, i) : rest / lower[j * n + j];
    }
  }
  return lower;
}

/** Inverse of a lower triangle with a diagonal free of zeros, by forward substitution. @param lower shape [n, n] */
export function invertLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const pivot = lower[i * n + i];
    for (let k = 0; k < i; k++) {
      const factor = lower[i * n + k] / pivot;
      for (let j = 0; j <= k; j++) inverse[i * n + j] -= factor * inverse[k * n + j];
    }
    inverse[i * n + i] = 1 / pivot;
  }
  return inverse;
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

/** A B' of rows and a square matrix. @param a shape [m, n] @param b shape [n, n] @returns shape [m, n] */
export function rowsTimesTransposed(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let at = 0; at < a.length; at += n) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[at + k] * b[j * n + k];
      out[at + j] = sum;
    }
  }
  return out;
}

/** A B of rows and a square matrix. @param a shape [m, n] @param b shape [n, n] @returns shape [m, n] */
export function rowsTimes(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let at = 0; at < a.length; at += n) {
    for (let k = 0; k < n; k++) {
      const value = a[at + k];
      for (let j = 0; j < n; j++) out[at + j] += value * b[k * n + j];
    }
  }
  return out;
}
