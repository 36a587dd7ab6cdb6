/** A Weibull distribution of values above zero. */
export interface Weibull {
  /** k, above 0: the larger, the narrower. */
  readonly shape: number;
  /** lambda, above 0: the value below which a share 1 - 1 / e lies. */
  readonly scale: number;
}

/** Values that differ by nothing would have an infinite shape. */
const LARGEST_SHAPE = 1000;
const SMALLEST_SHAPE = 1e-3;
/** Zero has no logarithm; smaller values count as this share of the largest one. */
const SMALLEST_SHARE = 1e-9;
const STEP_COUNT = 100;
const RELATIVE_TOLERANCE = 1e-12;

/**
 * Maximum-likelihood Weibull (Johnson, Kotz and Balakrishnan 1994, section 21.4): the shape is the root of
 * sum(x^k ln x) / sum(x^k) - 1 / k - mean(ln x), which rises with k, by Newton steps kept inside a bracket; the
 * scale is mean(x^k)^(1 / k). The shape is held within [0.001, 1000], which values that are all the same reach.
 * Throws `RangeError` for no values, a negative one, or none above zero.
 * @param values not negative, shape [n]
 */
export function fitWeibull(values: ArrayLike<number>): Weibull {
  const { logs, largest } = relativeLogs(values);
  let low = SMALLEST_SHAPE;
  let high = LARGEST_SHAPE;
  let shape = startingShape(logs);
  for (let step = 0; step < STEP_COUNT; step++) {
    const { value, slope } = likelihoodEquation(logs, shape);
    if (value > 0) high = shape;
    else low = shape;
    const newton = shape - value / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    const isSettled = Math.abs(next - shape) <= RELATIVE_TOLERANCE * shape;
    shape = next;
    if (isSettled) break;
  }
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += Math.exp(shape * logs[i]);
  return { shape, scale: largest * (sum / logs.length) ** (1 / shape) };
}

/** Share of a Weibull distribution at or below a value, 1 - exp(-(x / lambda)^k); 0 at and below zero. */
export function weibullCdf({ shape, scale }: Weibull, value: number): number {
  return value <= 0 ? 0 : -Math.expm1(-((value / scale) ** shape));
}

/** Logarithms of values over the largest, at most 0, so that no power overflows. */
function relativeLogs(values: ArrayLike<number>): { logs: Float64Array; largest: number } {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] >= 0 && Number.isFinite(values[i])))
      throw new RangeError(`A Weibull distribution has no value ${values[i]}.`);
    largest = Math.max(largest, values[i]);
  }
  if (largest === 0) throw new RangeError('A Weibull distribution needs a value above zero.');
  const logs = new Float64Array(values.length);
  for (let i = 0; i < logs.length; i++) logs[i] = Math.log(Math.max(values[i] / largest, SMALLEST_SHARE));
  return { logs, largest };
}

/** By moments: ln x has the standard deviation pi / sqrt(6) / k. */
function startingShape(logs: Float64Array): number {
  let mean = 0;
  for (let i = 0; i < logs.length; i++) mean += logs[i] / logs.length;
  let variance = 0;
  for (let i = 0; i < logs.length; i++) variance += (logs[i] - mean) ** 2 / logs.length;
  const shape = Math.PI / Math.sqrt(6 * variance);
  return Math.min(Math.max(shape, SMALLEST_SHAPE), LARGEST_SHAPE);
}

/** The likelihood equation and its slope in the shape. */
function likelihoodEquation(logs: Float64Array, shape: number): { value: number; slope: number } {
  let sum = 0;
  let first = 0;
  let second = 0;
  let mean = 0;
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i];
    const power = Math.exp(shape * log);
    sum += power;
    first += power * log;
    second += power * log * log;
    mean += log / logs.length;
  }
  const weighted = first / sum;
  return {
    value: weighted - 1 / shape - mean,
    slope: second / sum - weighted * weighted + 1 / (shape * shape),
  };
}
