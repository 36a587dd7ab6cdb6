import { shrunkCovariance } from '../numerics/covariance.ts';
import { innerProducts } from '../numerics/inner-products.ts';
import { multiplyTransposed } from '../numerics/linear-algebra.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { symmetricEigen } from '../numerics/symmetric-eigen.ts';
import { isotropicCovariance, whitening, withinClassCovariance, withRidge } from './class-spread.ts';
import { type ClassedRows, type ClassMeans, classMeans, columnMeans } from './classed-rows.ts';
import {
  type ClosedForm,
  closedFormHead,
  type Learnt,
  LONGEST_WITH_COVARIANCE,
  type Scorer,
  type ScoreSizes,
} from './closed-form-head.ts';
import type { Head } from './head.ts';
import { arrayOf, type HeadSnapshot, snapshotArray, snapshotMatrix } from './snapshot.ts';

/** How the head of {@link pldaHead} works. */
export interface PldaOptions {
  /**
   * Weight of a multiple of the identity matrix in the within-class covariance, in [0, 1]; Ledoit and Wolf's
   * when absent.
   */
  readonly shrinkage?: number;
}

/**
 * The head of two-covariance probabilistic LDA (Ioffe 2006; Prince and Elder 2007): x = m + y + e with y ~ N(0,
 * B) for a person and e ~ N(0, W) for a photo. The score is the natural logarithm of how much likelier the
 * probe is under the same y as the identity's photos than under one of its own. W and B come from the method of
 * moments without EM: W pooled over people with several photos, B the covariance of people's means less the
 * part of it that W explains. Strangers among the negatives help to estimate both. With one photo of everybody,
 * half of the covariance is held to be W; with one class, B is that of unit vectors spread evenly.
 * @param restored what an earlier one learnt
 */
export function pldaHead({ shrinkage }: PldaOptions = {}, restored?: HeadSnapshot): Head {
  const form: ClosedForm = {
    head: 'plda',
    name: 'plda',
    scoreKind: 'log-likelihood-ratio',
    strangerRoles: ['negatives', 'class'],
    longest: LONGEST_WITH_COVARIANCE,
    learn: (classed) => learn(classed, shrinkage),
    scorer,
  };
  return closedFormHead(form, restored);
}

/** Coordinates in which W is the identity matrix and B is diagonal. */
interface Basis {
  /** Origin, in the embedding space, shape [D]. */
  readonly centre: Float64Array;
  /** From the embedding space, shape [D, D]. */
  readonly map: Matrix;
  /** Diagonal of B, shape [D]. */
  readonly between: Float64Array;
}

function learn(classed: ClassedRows, shrinkage: number | undefined): Learnt {
  const { cols } = classed.rows;
  const found = classMeans(classed);
  const basis = basisOf(classed, found, shrinkage);
  const { centre, map } = basis;
  const means = inBasis(columnMeans(classed, found), basis);
  // Squares and cross terms as inner products: ratio = constant + sum of weight z^2 + sum of slope z.
  const terms = Array.from({ length: classed.columnCount }, (_, c) =>
    ratioTerms(row(means, c), found.counts[c] as number, basis.between),
  );
  const stacked = new Float32Array(terms.length * 2 * cols);
  terms.forEach(({ weights, slopes }, c) => {
    stacked.set(weights, c * 2 * cols);
    stacked.set(slopes, c * 2 * cols + cols);
  });
  return {
    settings: {},
    arrays: {
      centre: { data: Float32Array.from(centre), dims: [cols] },
      map: arrayOf(map),
      coefficients: { data: stacked, dims: [terms.length, 2 * cols] },
      constants: { data: Float32Array.from(terms, ({ constant }) => constant), dims: [terms.length] },
    },
  };
}

function scorer(learnt: Learnt, { columnCount, dimension }: ScoreSizes): Scorer {
  const basis = {
    centre: snapshotArray(learnt, 'centre', [dimension]),
    map: snapshotMatrix(learnt, 'map', [dimension, dimension]),
  };
  const coefficients = snapshotMatrix(learnt, 'coefficients', [columnCount, 2 * dimension]);
  const constants = snapshotArray(learnt, 'constants', [columnCount]);
  return (probes) => {
    const scores = innerProducts(withSquares(inBasis(probes, basis)), coefficients);
    for (let i = 0; i < scores.data.length; i++)
      scores.data[i] = (scores.data[i] as number) + (constants[i % columnCount] as number);
    return scores;
  };
}

function basisOf(classed: ClassedRows, found: ClassMeans, shrinkage: number | undefined): Basis {
  const { cols } = classed.rows;
  const { classCount } = classed;
  const isAlone = classCount === 1;
  const centre = isAlone ? new Float64Array(cols) : meanOfMeans(found.means, cols);
  const ofMeans = isAlone ? isotropicCovariance(cols) : covarianceOfMeans(found.means, centre);
  const within = withinClassCovariance(classed, found, shrinkage) ?? ofMeans.map((value) => value / 2);
  const whiten = whitening(within, cols);
  // ofMeans is symmetric, so M (M A)' is M A M'.
  const whitened = multiplyTransposed(whiten, multiplyTransposed(whiten, ofMeans, cols), cols);
  const { values, vectors } = symmetricEigen(whitened, cols);
  // Means of n photos vary by B + W / n; W is 1 in every direction here.
  const shareOfWithin = isAlone ? 0 : found.counts.reduce((sum, count) => sum + 1 / count, 0) / classCount;
  const map = multiplyTransposed(vectors, transposed(whiten, cols), cols);
  return {
    centre,
    map: { data: Float32Array.from(map), rows: cols, cols },
    between: values.map((value) => Math.max(0, value - shareOfWithin)),
  };
}

function meanOfMeans(means: Float64Array, cols: number): Float64Array {
  const centre = new Float64Array(cols);
  const share = cols / means.length;
  means.forEach((value, i) => {
    centre[i % cols] = (centre[i % cols] as number) + value * share;
  });
  return centre;
}

function covarianceOfMeans(means: Float64Array, centre: Float64Array): Float64Array {
  const dimension = centre.length;
  const count = means.length / dimension;
  // Divided by count - 1 in effect, since the centre is the means' own.
  const scale = Math.sqrt(count / (count - 1));
  const values = means.map((value, i) => scale * (value - (centre[i % dimension] as number)));
  return withRidge(shrunkCovariance({ values, count, dimension }).matrix, dimension);
}

function transposed(a: Float64Array, n: number): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = a[i * n + j] as number;
  return out;
}

function inBasis(
  rows: Matrix,
  { centre, map }: { readonly centre: ArrayLike<number>; readonly map: Matrix },
): Matrix {
  const data = rows.data.map((value, i) => value - (centre[i % rows.cols] as number));
  return innerProducts({ ...rows, data }, map);
}

/** Squares of the values of each row, then the values, shape [P, 2 D]. */
function withSquares({ data, rows, cols }: Matrix): Matrix {
  const out = new Float32Array(2 * data.length);
  data.forEach((value, i) => {
    const place = Math.floor(i / cols) * 2 * cols + (i % cols);
    out[place] = value * value;
    out[place + cols] = value;
  });
  return { data: out, rows, cols: 2 * cols };
}

interface RatioTerms {
  readonly weights: Float64Array;
  readonly slopes: Float64Array;
  readonly constant: number;
}

/**
 * The logarithm of N(z; n b z' / (n b + 1), 1 + b / (n b + 1)) over N(z; 0, 1 + b), summed over the
 * coordinates, as a polynomial in z, for the mean z' of n photos and the between-class variance b (Ioffe 2006,
 * section 4).
 */
function ratioTerms(mean: Float32Array, count: number, between: Float64Array): RatioTerms {
  const weights = new Float64Array(mean.length);
  const slopes = new Float64Array(mean.length);
  let constant = 0;
  between.forEach((b, k) => {
    const expected = ((mean[k] as number) * count * b) / (count * b + 1);
    const variance = 1 + b / (count * b + 1);
    weights[k] = (1 / (1 + b) - 1 / variance) / 2;
    slopes[k] = expected / variance;
    constant += (Math.log((1 + b) / variance) - expected ** 2 / variance) / 2;
  });
  return { weights, slopes, constant };
}
