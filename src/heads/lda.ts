import { innerProducts } from '../numerics/inner-products.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { isotropicCovariance, whitening, withinClassCovariance } from './class-spread.ts';
import { type ClassedRows, classMeans, columnMeans, meanDirections, unitRows } from './classed-rows.ts';
import { type ClosedForm, closedFormHead, LONGEST_WITH_COVARIANCE, type Scorer } from './closed-form-head.ts';
import type { Head } from './head.ts';
import { arrayOf, type HeadSnapshot, snapshotMatrix } from './snapshot.ts';

/** How the head of {@link ldaHead} works. */
export interface LdaOptions {
  /**
   * Weight of a multiple of the identity matrix in the within-class covariance, in [0, 1]; Ledoit and Wolf's
   * when absent.
   */
  readonly shrinkage?: number;
  /**
   * `log-likelihood`: Gaussian, up to a constant, -1/2 (x - m)' W^-1 (x - m). `cosine`: of x and m where W is
   * the identity matrix, which heeds neither the length of a mean nor that of a probe; the default.
   */
  readonly score?: 'cosine' | 'log-likelihood';
}

/**
 * The head of the nearest class mean under one within-class covariance W for all classes, which are equally
 * likely (Fisher 1936; shrinkage after Ledoit and Wolf 2004). Strangers among the negatives help to estimate W.
 * With one photo of everybody W is a multiple of the identity matrix.
 * @param restored what an earlier one learnt, with the same score
 */
export function ldaHead({ shrinkage, score = 'cosine' }: LdaOptions = {}, restored?: HeadSnapshot): Head {
  const form: ClosedForm = {
    head: 'lda',
    name: 'lda',
    scoreKind: score,
    strangerRoles: ['negatives', 'class'],
    longest: LONGEST_WITH_COVARIANCE,
    learn: (classed) => {
      const { map, means } = learn(classed, shrinkage);
      const kept = score === 'cosine' ? meanDirections(means) : means;
      return { settings: { score }, arrays: { map: arrayOf(map), means: arrayOf(kept) } };
    },
    scorer: (learnt, { columnCount, dimension }) => {
      const classes = {
        map: snapshotMatrix(learnt, 'map', [dimension, dimension]),
        means: snapshotMatrix(learnt, 'means', [columnCount, dimension]),
      };
      return score === 'cosine' ? cosines(classes) : logLikelihoods(classes);
    },
  };
  return closedFormHead(form, restored);
}

interface WhitenedClasses {
  /** After which the within-class covariance is the identity matrix, shape [D, D]. */
  readonly map: Matrix;
  /** In whitened coordinates, shape [columns, D]. */
  readonly means: Matrix;
}

function learn(classed: ClassedRows, shrinkage: number | undefined): WhitenedClasses {
  const { cols } = classed.rows;
  const found = classMeans(classed);
  const covariance = withinClassCovariance(classed, found, shrinkage) ?? isotropicCovariance(cols);
  const map = { data: Float32Array.from(whitening(covariance, cols)), rows: cols, cols };
  return { map, means: innerProducts(columnMeans(classed, found), map) };
}

function cosines({ map, means }: WhitenedClasses): Scorer {
  return (probes) => innerProducts(unitRows(innerProducts(probes, map)), means);
}

function logLikelihoods({ map, means }: WhitenedClasses): Scorer {
  const ofClasses = squaredLengths(means);
  return (probes) => {
    const rows = innerProducts(probes, map);
    const ofProbes = squaredLengths(rows);
    const scores = innerProducts(rows, means);
    for (let i = 0; i < scores.data.length; i++) {
      const lengths =
        (ofProbes[Math.floor(i / scores.cols)] as number) + (ofClasses[i % scores.cols] as number);
      scores.data[i] = (scores.data[i] as number) - lengths / 2;
    }
    return scores;
  };
}

function squaredLengths(m: Matrix): Float64Array {
  return Float64Array.from({ length: m.rows }, (_, n) =>
    row(m, n).reduce((sum, value) => sum + value * value, 0),
  );
}
