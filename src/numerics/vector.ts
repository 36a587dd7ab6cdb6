/** Inner product of two vectors of one length, accumulated in double precision. */
export function dot(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`Inner product of ${a.length} and ${b.length} values.`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Euclidean length. */
export function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

/** The vector scaled to unit length. Throws `RangeError` for a vector of zeros or with a value that is not finite. */
export function normalised(a: Float32Array): Float32Array {
  const length = norm(a);
  if (!(length > 0) || !Number.isFinite(length)) {
    throw new RangeError('A vector without a finite, positive length has no direction.');
  }
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = a[i] / length;
  return out;
}

/** Sum of vectors of one length, shape [D]. */
export function sum(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors;
  if (first === undefined) throw new RangeError('The sum of no vectors has no dimension.');
  const out = new Float32Array(first.length);
  for (const vector of vectors) {
    if (vector.length !== out.length) throw new RangeError('Vectors of different lengths cannot be added.');
    for (let i = 0; i < out.length; i++) out[i] += vector[i];
  }
  return out;
}

/** Inner product of a vector with itself, accumulated in double precision; 0 for no values. */
export function squaredLength(values: Float32Array | Float64Array): number {
  let squared = 0;
  for (let i = 0; i < values.length; i++) squared += values[i] * values[i];
  return squared;
}

/** The largest of some values; `-Infinity` for none. */
export function largest(values: Float32Array | Float64Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i] > best) best = values[i];
  return best;
}
