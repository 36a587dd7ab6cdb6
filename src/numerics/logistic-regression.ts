import { cholesky, invertLower } from './linear-algebra.ts';

/** What a logistic regression learns from. */
export interface LogisticSamples {
  /** Row-major, shape [n, d]. */
  readonly features: Float64Array;
  /** 1 or 0, shape [n]. */
  readonly labels: ArrayLike<number>;
  /** Weight of each sample, above 0, shape [n]. */
  readonly weights: Float64Array;
}

/** P(label is 1) = 1 / (1 + exp(-(bias + weights . x))). */
export interface LogisticModel {
  /** Shape [d]. */
  readonly weights: Float64Array;
  readonly bias: number;
}

const STEP_COUNT = 100;
const TOLERANCE = 1e-10;
const HALVING_COUNT = 30;

/**
 * Logistic regression with a penalty l2 / 2 |w|^2 on the weights, not on the bias, by Newton's method (iteratively
 * reweighted least squares; Hastie, Tibshirani and Friedman 2009, section 4.4.1). A step that does not lower the
 * penalised loss is halved until it does. The loss is a weighted sum, so `l2` counts against the sum of the weights.
 * @param l2 above 0, which keeps the weights finite where a plane parts the labels
 */
export function fitLogisticRegression(samples: LogisticSamples, l2: number): LogisticModel {
  const size = samples.features.length / samples.labels.length + 1;
  let current = new Float64Array(size);
  let loss = penalisedLoss(samples, current, l2);
  for (let step = 0; step < STEP_COUNT; step++) {
    const move = newtonStep(samples, current, l2);
    const found = lowerLoss(samples, { current, move, loss }, l2);
    if (found === undefined) break;
    const gain = loss - found.loss;
    current = found.point;
    loss = found.loss;
    if (gain <= TOLERANCE * Math.max(1, Math.abs(loss))) break;
  }
  return { weights: current.slice(0, size - 1), bias: current[size - 1] };
}

/** The logit bias + weights . x of one sample. @param at where its features start */
export function logitOf({ weights, bias }: LogisticModel, features: Float64Array, at: number): number {
  let sum = bias;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * features[at + k];
  return sum;
}

interface Search {
  readonly current: Float64Array<ArrayBuffer>;
  readonly move: Float64Array;
  readonly loss: number;
}

function lowerLoss(samples: LogisticSamples, { current, move, loss }: Search, l2: number) {
  let share = 1;
  for (let halving = 0; halving < HALVING_COUNT; halving++, share /= 2) {
    const point = current.map((value, k) => value + share * move[k]);
    const found = penalisedLoss(samples, point, l2);
    if (found < loss) return { point, loss: found };
  }
  return undefined;
}

function penalisedLoss(
  { features, labels, weights }: LogisticSamples,
  point: Float64Array,
  l2: number,
): number {
  const d = point.length - 1;
  let loss = 0;
  for (let k = 0; k < d; k++) loss += (l2 / 2) * point[k] * point[k];
  for (let n = 0; n < labels.length; n++) {
    const logit = logitAt(features, n, point);
    const signed = labels[n] === 1 ? -logit : logit;
    // ln(1 + e^z) without overflow.
    loss += weights[n] * (Math.max(signed, 0) + Math.log1p(Math.exp(-Math.abs(signed))));
  }
  return loss;
}

function logitAt(features: Float64Array, n: number, point: Float64Array): number {
  const d = point.length - 1;
  let sum = point[d];
  for (let k = 0; k < d; k++) sum += point[k] * features[n * d + k];
  return sum;
}

/** A curvature too small for rounding still lets Cholesky's method go through. */
const SMALLEST_CURVATURE = 1e-12;

function newtonStep(
  { features, labels, weights }: LogisticSamples,
  point: Float64Array,
  l2: number,
): Float64Array {
  const size = point.length;
  const d = size - 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const sample = new Float64Array(size).fill(1);
  for (let k = 0; k < d; k++) {
    gradient[k] = l2 * point[k];
    hessian[k * size + k] = l2;
  }
  hessian[size * size - 1] = SMALLEST_CURVATURE;
  for (let n = 0; n < labels.length; n++) {
    const probability = 1 / (1 + Math.exp(-logitAt(features, n, point)));
    const residual = weights[n] * (probability - labels[n]);
    const curvature = weights[n] * probability * (1 - probability);
    for (let k = 0; k < d; k++) sample[k] = features[n * d + k];
    for (let i = 0; i < size; i++) {
      gradient[i] += residual * sample[i];
      for (let j = 0; j <= i; j++) hessian[i * size + j] += curvature * sample[i] * sample[j];
    }
  }
  return minusSolution(hessian, gradient);
}

/** -H^-1 g from the lower triangle of H. */
function minusSolution(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  const inverse = invertLower(cholesky(hessian, size), size);
  const half = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) half[i] += inverse[i * size + j] * gradient[j];
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) out[j] -= inverse[i * size + j] * half[i];
  return out;
}
