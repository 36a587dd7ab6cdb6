import type { Matrix } from './matrix.ts';
import { type ConvexFunction, type Curvature, minimiseNonNegative } from './projected-newton.ts';

/** Scores of the same probes against the same identities, seen in several ways, and who each probe is. */
export interface SoftmaxSamples {
  /** Each of shape [P, C]. */
  readonly views: readonly Matrix[];
  /** Column of the right identity, -1 for a stranger, shape [P]. */
  readonly truth: Int32Array;
  /** Above 0, shape [P]. */
  readonly weights: Float64Array;
}

/**
 * P(c) is proportional to exp(sum over k of scales[k] x views[k][c]), and P(stranger) to exp(nobody). Without `nobody`
 * there are no strangers.
 */
export interface SoftmaxModel {
  /** From 0, shape [K]. */
  readonly scales: Float64Array;
  readonly nobody?: number;
}

/**
 * Learns scales from 0 that make the log loss least; with strangers among the samples, the logit of nobody too. The loss is
 * convex, so there is one least value. With one view the scale is the inverse temperature of Guo et al. (2017). A weak pull
 * to 0 keeps scales finite where every probe is told apart.
 */
export function fitOpenSetSoftmax(samples: SoftmaxSamples): SoftmaxModel {
  const viewCount = samples.views.length;
  const hasNobody = samples.truth.includes(-1);
  const start = new Float64Array(viewCount + (hasNobody ? 1 : 0)).fill(1 / viewCount, 0, viewCount);
  const isBounded = [...start.keys()].map((i) => i < viewCount);
  const found = minimiseNonNegative(logLoss(samples, hasNobody), start, isBounded);
  return { scales: found.slice(0, viewCount), ...(hasNobody && { nobody: found[viewCount] }) };
}

/** Probabilities of each identity and, last, of a stranger where the model has them. @returns shape [C] or [C + 1] */
export function openSetProbabilities(
  { scales, nobody }: SoftmaxModel,
  views: readonly Float32Array[],
): Float64Array {
  const [first] = views;
  const identityCount = first.length;
  const out = new Float64Array(identityCount + (nobody === undefined ? 0 : 1));
  const rows = [...views];
  if (nobody === undefined) probabilitiesInto(scales, rows, out);
  else {
    const wider = rows.map((scores) => {
      const row = new Float32Array(identityCount + 1);
      row.set(scores);
      return row;
    });
    const ofNobody = new Float32Array(identityCount + 1).fill(1, identityCount);
    probabilitiesInto(Float64Array.of(...scales, nobody), [...wider, ofNobody], out);
  }
  return out;
}

/** Softmax of the sum of rows times scales. @param rows each of shape [n] @param out shape [n] */
function probabilitiesInto(scales: Float64Array, rows: readonly Float32Array[], out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < rows.length; k++) {
    const scale = scales[k];
    const scores = rows[k];
    if (scale !== 0) for (let c = 0; c < out.length; c++) out[c] += scale * scores[c];
  }
  softmaxInPlace(out);
}

/** Of the sum of scales squared, when the weights add to 1. */
const PULL = 1e-8;

function logLoss({ views, truth, weights }: SoftmaxSamples, hasNobody: boolean): ConvexFunction {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const identityCount = views[0].cols;
  const answers = hasNobody ? withNobody(views) : views;
  const answerCount = answers[0].cols;
  // The logit of nobody is the scale of one more view, which says 1 of a stranger and 0 of everybody else.
  const ofNobody = new Float32Array(answerCount).fill(1, identityCount);
  const size = views.length + (hasNobody ? 1 : 0);
  const eachProbe = (visit: (probe: Probe) => void): void => {
    for (let p = 0; p < truth.length; p++) {
      const rows = answers.map(({ data }) => data.subarray(p * answerCount, (p + 1) * answerCount));
      if (hasNobody) rows.push(ofNobody);
      visit({ rows, right: truth[p] < 0 ? identityCount : truth[p], weight: weights[p] / total });
    }
  };
  const probabilities = new Float64Array(answerCount);
  return {
    valueAt(point) {
      let loss = 0;
      eachProbe(({ rows, right, weight }) => {
        probabilitiesInto(point, rows, probabilities);
        loss += lossOf(probabilities[right], weight);
      });
      return loss + pullOf(point, views.length);
    },
    curvatureAt(point) {
      const sums = { value: 0, gradient: new Float64Array(size), hessian: new Float64Array(size * size) };
      eachProbe((probe) => {
        probabilitiesInto(point, probe.rows, probabilities);
        addProbe(sums, probe, probabilities);
      });
      return pulled(sums, point, views.length);
    },
  };
}

/** Views with one more column of zeros. */
function withNobody(views: readonly Matrix[]): Matrix[] {
  return views.map(({ data, rows, cols }) => {
    const wider = new Float32Array(rows * (cols + 1));
    for (let p = 0; p < rows; p++) wider.set(data.subarray(p * cols, (p + 1) * cols), p * (cols + 1));
    return { data: wider, rows, cols: cols + 1 };
  });
}

interface Probe {
  /** A score of each answer by each view. */
  readonly rows: readonly Float32Array[];
  readonly right: number;
  readonly weight: number;
}

interface Sums {
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Answers less likely than this change no sum that matters: there are thousands at most. */
const NEGLIGIBLE = 1e-13;

/** The gradient is the mean of the scores less the right one's, the Hessian their covariance. */
function addProbe(sums: Sums, { rows, right, weight }: Probe, probabilities: Float64Array): void {
  const likely: number[] = [];
  for (let c = 0; c < probabilities.length; c++) if (probabilities[c] > NEGLIGIBLE) likely.push(c);
  const means = rows.map((scores) => {
    let mean = 0;
    for (const c of likely) mean += probabilities[c] * scores[c];
    return mean;
  });
  sums.value += lossOf(probabilities[right], weight);
  for (let i = 0; i < rows.length; i++) {
    const a = rows[i];
    sums.gradient[i] += weight * (means[i] - a[right]);
    for (let j = 0; j <= i; j++) {
      const b = rows[j];
      let covariance = 0;
      for (const c of likely) covariance += probabilities[c] * (a[c] - means[i]) * (b[c] - means[j]);
      sums.hessian[i * rows.length + j] += weight * covariance;
    }
  }
}

function lossOf(probability: number, weight: number): number {
  return -weight * Math.log(Math.max(probability, Number.MIN_VALUE));
}

function pullOf(point: Float64Array, k: number): number {
  let pull = 0;
  for (let i = 0; i < k; i++) pull += PULL * point[i] * point[i];
  return pull;
}

function pulled({ value, gradient, hessian }: Sums, point: Float64Array, k: number): Curvature {
  const size = gradient.length;
  for (let i = 0; i < k; i++) {
    gradient[i] += 2 * PULL * point[i];
    hessian[i * size + i] += 2 * PULL;
  }
  return { value: value + pullOf(point, k), gradient, hessian };
}

function softmaxInPlace(logits: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) if (logits[i] > largest) largest = logits[i];
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    logits[i] = Math.exp(logits[i] - largest);
    sum += logits[i];
  }
  for (let i = 0; i < logits.length; i++) logits[i] /= sum;
}
