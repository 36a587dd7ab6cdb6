/** Vectors as rows, shape [count, dimension], in double precision. */
export interface Samples {
  readonly values: Float64Array;
  readonly count: number;
  readonly dimension: number;
}

/** Samples added at a time, so that each entry of the result is read and written less often. */
const SAMPLES_AT_ONCE = 4;

/** Mean of the outer products of samples whose mean is known to be zero, shape [dimension, dimension]. */
export function secondMoments({ values, count, dimension }: Samples): Float64Array {
  const out = new Float64Array(dimension * dimension);
  const whole = count - (count % SAMPLES_AT_ONCE);
  for (let n = 0; n < whole; n += SAMPLES_AT_ONCE) addFourInto(values, n * dimension, dimension, out);
  for (let at = whole * dimension; at < count * dimension; at += dimension)
    for (let i = 0; i < dimension; i++)
      for (let j = 0; j <= i; j++) out[i * dimension + j] += values[at + i] * values[at + j];
  for (let i = 0; i < dimension; i++)
    for (let j = 0; j <= i; j++) {
      out[i * dimension + j] /= count || 1;
      out[j * dimension + i] = out[i * dimension + j];
    }
  return out;
}

/** Adds the lower triangle of the outer products of four samples. */
function addFourInto(values: Float64Array, at: number, dimension: number, out: Float64Array): void {
  const b0 = at;
  const b1 = b0 + dimension;
  const b2 = b1 + dimension;
  const b3 = b2 + dimension;
  for (let i = 0; i < dimension; i++) {
    const v0 = values[b0 + i];
    const v1 = values[b1 + i];
    const v2 = values[b2 + i];
    const v3 = values[b3 + i];
    const place = i * dimension;
    for (let j = 0; j <= i; j++)
      out[place + j] += v0 * values[b0 + j] + v1 * values[b1 + j] + v2 * values[b2 + j] + v3 * values[b3 + j];
  }
}

/** A covariance drawn towards a multiple of the identity matrix. */
export interface ShrunkCovariance {
  /** (1 - shrinkage) S + shrinkage mu I with mu the mean variance of S, shape [dimension, dimension]. */
  readonly matrix: Float64Array;
  /** In [0, 1]. */
  readonly shrinkage: number;
}

/**
 * Covariance of samples of mean zero under the shrinkage that minimises the expected squared error (Ledoit and
 * Wolf 2004, lemma 3.2 to 3.4), or under a given one. Samples that are too few for any estimate give shrinkage
 * 1.
 * @param shrinkage in [0, 1] @param moments of {@link secondMoments}, where they are known, shape [dimension, dimension]
 * @returns zeros for no samples
 */
export function shrunkCovariance(
  samples: Samples,
  shrinkage?: number,
  moments = secondMoments(samples),
): ShrunkCovariance {
  const { dimension } = samples;
  const matrix = moments.slice();
  let trace = 0;
  for (let i = 0; i < dimension; i++) trace += matrix[i * dimension + i];
  const mu = trace / dimension;
  const weight = shrinkage ?? ledoitWolf(samples, matrix, mu);
  for (let i = 0; i < matrix.length; i++) matrix[i] *= 1 - weight;
  for (let i = 0; i < dimension; i++) matrix[i * dimension + i] += weight * mu;
  return { matrix, shrinkage: weight };
}

/** b^2 / d^2 of the paper: the sampling error of S, by its distance from the target. */
function ledoitWolf({ values, count, dimension }: Samples, matrix: Float64Array, mu: number): number {
  if (count < 2) return 1;
  let squares = 0;
  for (const value of matrix) squares += value * value;
  const distance = squares - dimension * mu * mu;
  let fourth = 0;
  for (let n = 0; n < count; n++) {
    let squared = 0;
    for (let k = n * dimension; k < (n + 1) * dimension; k++) squared += values[k] * values[k];
    fourth += squared * squared;
  }
  const error = (fourth / count - squares) / count;
  return distance > 0 ? Math.min(Math.max(error / distance, 0), 1) : 1;
}
