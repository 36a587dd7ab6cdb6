import { type Samples, shrunkCovariance } from '../../numerics/covariance.ts';
import { groupCounts, groupResiduals, groupSums } from '../../numerics/groups.ts';
import { cholesky, invertLower } from '../../numerics/linear-algebra.ts';
import { type Matrix, row } from '../../numerics/matrix.ts';
import { squaredLength } from '../../numerics/vector.ts';
import { defineRejector } from './define-rejector.ts';
import { judgedScores, productsWith } from './evidence.ts';
import type { InnerProducts, ProbeEvidence, Rejector } from './rejector.ts';

/**
 * Mahalanobis distance (Lee et al. 2018, equation 2): less the squared distance (x - m)' W^-1 (x - m) to the nearest
 * identity mean m, or the proposed one's, under one within-identity covariance W shrunk after Ledoit and Wolf 2004, a
 * multiple of the identity matrix where nobody has two templates.
 *
 * `isRelative` (Ren et al. 2021): less that distance, plus the squared distance to one Gaussian of all
 * templates, so that directions in which every face varies count for nothing.
 */
export function mahalanobisRejector({ isRelative = false } = {}): Rejector {
  return defineRejector({
    name: isRelative ? 'relative-mahalanobis' : 'mahalanobis',
    learn: async ({ templates, identityOf, identityCount, innerProducts }) => {
      const grouped = { rows: templates, groupOf: identityOf, groupCount: identityCount };
      const counts = groupCounts(identityOf, identityCount);
      const means = groupSums(grouped).map(
        (sum, i) => sum / (counts[Math.floor(i / templates.cols)] as number),
      );
      const within = await gaussians(means, groupResiduals(grouped), innerProducts);
      const background = isRelative ? await backgroundOf(templates, innerProducts) : undefined;
      const parts = background === undefined ? [within] : [within, background];
      return {
        operands: parts.flatMap(({ whitening, directions }) => [whitening, directions]),
        score: (probes) =>
          judgedScores(probes, identityCount, {
            allInto: (p, out) => {
              squaredDistancesInto(within, probes, p, out);
              const shared = background === undefined ? 0 : distanceTo(background, probes, p);
              for (let c = 0; c < out.length; c++) out[c] = shared - (out[c] as number);
            },
          }),
      };
    },
  });
}

/** Gaussians of one covariance, in the terms that a squared distance to them is made of. */
interface Gaussians {
  /** M with M W M' = I, shape [D, D]. */
  readonly whitening: Matrix;
  /** W^-1 m of each mean, shape [C, D]. */
  readonly directions: Matrix;
  /** m' W^-1 m, shape [C]. */
  readonly offsets: Float64Array;
}

/** A share of the variance of unit vectors spread evenly over the sphere: no direction is without variance. */
const RIDGE = 1e-4;

async function gaussians(
  means: Float64Array,
  samples: Samples,
  innerProducts: InnerProducts,
): Promise<Gaussians> {
  const { dimension } = samples;
  const covariance =
    samples.count === 0
      ? new Float64Array(dimension * dimension)
      : shrunkCovariance(samples, undefined, await momentsOf(samples, innerProducts)).matrix;
  const ridge = samples.count === 0 ? 1 : RIDGE;
  for (let i = 0; i < dimension; i++)
    covariance[i * (dimension + 1)] = (covariance[i * (dimension + 1)] as number) + ridge / dimension;
  const inverse = invertLower(cholesky(covariance, dimension), dimension);
  const whitening = { data: Float32Array.from(inverse), rows: dimension, cols: dimension };
  const count = means.length / dimension;
  const centres = { data: Float32Array.from(means), rows: count, cols: dimension };
  const whitened = await innerProducts(centres, whitening);
  const directions = await innerProducts(whitened, turned(inverse, dimension));
  const offsets = Float64Array.from({ length: count }, (_, c) => squaredLength(row(whitened, c)));
  return { whitening, directions, offsets };
}

/** Second moments of samples, in the precision of the inner products. */
async function momentsOf(
  { values, count, dimension }: Samples,
  innerProducts: InnerProducts,
): Promise<Float64Array> {
  const columns = turned(values, dimension);
  const { data } = await innerProducts(columns, columns);
  const moments = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) moments[i] = (data[i] as number) / count;
  return moments;
}

/** The transpose of rows. @param values shape [rows, cols] @returns shape [cols, rows] */
function turned(values: Float64Array, cols: number): Matrix {
  const rows = values.length / cols;
  const data = new Float32Array(values.length);
  for (let n = 0; n < rows; n++)
    for (let k = 0; k < cols; k++) data[k * rows + n] = values[n * cols + k] as number;
  return { data, rows: cols, cols: rows };
}

function backgroundOf({ data, rows, cols }: Matrix, innerProducts: InnerProducts): Promise<Gaussians> {
  const mean = groupSums({ rows: { data, rows, cols }, groupOf: new Int32Array(rows), groupCount: 1 });
  const centre = mean.map((sum) => sum / rows);
  const values = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) values[i] = (data[i] as number) - (centre[i % cols] as number);
  return gaussians(centre, { values, count: rows, dimension: cols }, innerProducts);
}

/** |M x|^2 - 2 x' W^-1 m + m' W^-1 m for every mean. */
function squaredDistancesInto(
  { whitening, directions, offsets }: Gaussians,
  probes: ProbeEvidence,
  p: number,
  out: Float64Array,
): void {
  const ofProbe = squaredLength(row(productsWith(probes, whitening), p));
  const products = row(productsWith(probes, directions), p);
  for (let c = 0; c < out.length; c++)
    out[c] = ofProbe - 2 * (products[c] as number) + (offsets[c] as number);
}

function distanceTo(gaussian: Gaussians, probes: ProbeEvidence, p: number): number {
  const out = new Float64Array(1);
  squaredDistancesInto(gaussian, probes, p, out);
  return out[0] as number;
}
