/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface SymmetricEigen {
  /** Largest first, shape [n]. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of value i, shape [n, n]; its sign is arbitrary. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors by Householder tridiagonalisation and the implicit QR method with Wilkinson's
 * shift (Golub and Van Loan 2013, sections 8.3.1 to 8.3.5). Throws `RangeError` for a value that is not finite.
 * @param a symmetric, shape [n, n]; not changed
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  if (!a.every(Number.isFinite)) throw new RangeError('A matrix with values that are not finite.');
  const form = tridiagonal(a, n);
  diagonaliseInto(form);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => form.diagonal[j] - form.diagonal[i]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    vectors.set(form.basis.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (i) => form.diagonal[i]), vectors };
}

interface Tridiagonal {
  readonly n: number;
  readonly diagonal: Float64Array;
  /** Beside the diagonal: entry i couples i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** Q' of A = Q T Q', shape [n, n]. */
  readonly basis: Float64Array;
}

function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const work = Float64Array.from(a);
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  const beside = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    const v = new Float64Array(n);
    const beta = householderInto(work.subarray(k * n, (k + 1) * n), k + 1, v);
    beside[k] = work[k * n + k + 1] - beta * v[k + 1] * projection(work, n, k, v);
    if (beta === 0) continue;
    reflectBothSidesInto(v, beta, k + 1, work, n);
    reflectBasisInto(v, beta, k + 1, basis, n);
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => work[i * n + i]);
  return { n, diagonal, beside, basis };
}

function projection(work: Float64Array, n: number, k: number, v: Float64Array): number {
  let sum = 0;
  for (let i = k + 1; i < n; i++) sum += work[k * n + i] * v[i];
  return sum;
}

/** The v and beta for which I - beta v v' maps x[start..] to a multiple of its first unit vector. */
function householderInto(x: Float64Array, start: number, v: Float64Array): number {
  let tail = 0;
  for (let i = start + 1; i < x.length; i++) {
    v[i] = x[i];
    tail += x[i] * x[i];
  }
  if (tail === 0) return 0;
  const length = Math.sqrt(x[start] * x[start] + tail);
  // Of the two reflections the one without cancellation.
  v[start] = x[start] > 0 ? x[start] + length : x[start] - length;
  return 2 / (v[start] * v[start] + tail);
}

/** A := H A H on rows and columns from `start`, by the rank-two update A - v w' - w v'. */
function reflectBothSidesInto(
  v: Float64Array,
  beta: number,
  start: number,
  a: Float64Array,
  n: number,
): void {
  const w = new Float64Array(n);
  let half = 0;
  for (let i = start; i < n; i++) {
    let sum = 0;
    for (let j = start; j < n; j++) sum += a[i * n + j] * v[j];
    w[i] = beta * sum;
    half += (beta / 2) * w[i] * v[i];
  }
  for (let i = start; i < n; i++) w[i] -= half * v[i];
  for (let i = start; i < n; i++) for (let j = start; j < n; j++) a[i * n + j] -= v[i] * w[j] + w[i] * v[j];
}

/** Q' := H Q'. */
function reflectBasisInto(
  v: Float64Array,
  beta: number,
  start: number,
  basis: Float64Array,
  n: number,
): void {
  const sums = new Float64Array(n);
  for (let i = start; i < n; i++) for (let j = 0; j < n; j++) sums[j] += v[i] * basis[i * n + j];
  for (let i = start; i < n; i++) for (let j = 0; j < n; j++) basis[i * n + j] -= beta * v[i] * sums[j];
}

function diagonaliseInto(form: Tridiagonal): void {
  let high = form.n - 1;
  while (high > 0) {
    if (isNegligible(form, high - 1)) {
      form.beside[high - 1] = 0;
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !isNegligible(form, low - 1)) low--;
    stepInto(form, low, high);
  }
}

function isNegligible({ diagonal, beside }: Tridiagonal, i: number): boolean {
  return Math.abs(beside[i]) <= Number.EPSILON * (Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]));
}

/**
 * One implicit QR step on the block from `low` to `high`: a bulge is made at the top and chased out at the
 * bottom.
 */
function stepInto(form: Tridiagonal, low: number, high: number): void {
  const { diagonal, beside } = form;
  let x = diagonal[low] - wilkinsonShift(form, high);
  let z = beside[low];
  for (let k = low; k < high; k++) {
    const length = Math.hypot(x, z);
    const c = length === 0 ? 1 : x / length;
    const s = length === 0 ? 0 : z / length;
    if (k > low) beside[k - 1] = length;
    const p = diagonal[k];
    const q = beside[k];
    const r = diagonal[k + 1];
    diagonal[k] = c * c * p + 2 * c * s * q + s * s * r;
    diagonal[k + 1] = s * s * p - 2 * c * s * q + c * c * r;
    beside[k] = c * s * (r - p) + (c * c - s * s) * q;
    if (k + 1 < high) {
      z = s * beside[k + 1];
      beside[k + 1] *= c;
      x = beside[k];
    }
    rotateRowsInto(form.basis, form.n, k, c, s);
  }
}

function wilkinsonShift({ diagonal, beside }: Tridiagonal, high: number): number {
  const gap = (diagonal[high - 1] - diagonal[high]) / 2;
  const q = beside[high - 1];
  const root = Math.hypot(gap, q);
  return diagonal[high] - (q * q) / (gap + (gap < 0 ? -root : root));
}

function rotateRowsInto(rows: Float64Array, n: number, k: number, c: number, s: number): void {
  const upper = rows.subarray(k * n, (k + 1) * n);
  const lower = rows.subarray((k + 1) * n, (k + 2) * n);
  for (let j = 0; j < n; j++) {
    const above = upper[j];
    upper[j] = c * above + s * lower[j];
    lower[j] = c * lower[j] - s * above;
  }
}
