import { type Samples, shrunkCovariance } from '../numerics/covariance.ts';
import { cholesky, invertLower } from '../numerics/linear-algebra.ts';
import type { ClassedRows, ClassMeans } from './classed-rows.ts';

/**
 * A share of the variance of unit vectors spread evenly over the sphere, 1 / D a dimension: far below that of
 * real embeddings.
 */
const RIDGE = 1e-4;

/**
 * Covariance of the rows of one class about its mean, pooled over the classes, shape [D, D], positive definite.
 * Classes of one row say nothing about it; without any others it is undefined.
 * @param shrinkage towards a multiple of the identity matrix, in [0, 1]; Ledoit and Wolf's when absent
 */
export function withinClassCovariance(
  classed: ClassedRows,
  means: ClassMeans,
  shrinkage?: number,
): Float64Array | undefined {
  const samples = residuals(classed, means);
  if (samples.count === 0) return undefined;
  return withRidge(shrunkCovariance(samples, shrinkage).matrix, samples.dimension);
}

/** Covariance of unit vectors spread evenly over the sphere, I / D: what is held true while nothing is known. */
export function isotropicCovariance(dimension: number): Float64Array {
  const out = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) out[i * dimension + i] = 1 / dimension;
  return out;
}

/** A covariance that no direction leaves without variance; the same array. */
export function withRidge(covariance: Float64Array, dimension: number): Float64Array {
  for (let i = 0; i < dimension; i++) {
    const place = i * dimension + i;
    covariance[place] = (covariance[place] as number) + RIDGE / dimension;
  }
  return covariance;
}

/**
 * The matrix M after which a covariance is the identity matrix, M A M' = I.
 * @returns lower triangle, shape [D, D]
 */
export function whitening(covariance: Float64Array, dimension: number): Float64Array {
  return invertLower(cholesky(covariance, dimension), dimension);
}

/** Rows less the mean of their class, each scaled by sqrt(n / (n - 1)) to make up for the mean being their own. */
function residuals({ rows, classOf }: ClassedRows, { means, counts }: ClassMeans): Samples {
  const { cols } = rows;
  const kept = [...classOf.keys()].filter((n) => (counts[classOf[n] as number] as number) > 1);
  const values = new Float64Array(kept.length * cols);
  kept.forEach((n, place) => {
    const c = classOf[n] as number;
    const count = counts[c] as number;
    const scale = Math.sqrt(count / (count - 1));
    for (let k = 0; k < cols; k++) {
      const difference = (rows.data[n * cols + k] as number) - (means[c * cols + k] as number);
      values[place * cols + k] = difference * scale;
    }
  });
  return { values, count: kept.length, dimension: cols };
}
