/**
 * Moves the `count` largest values to the front, in no particular order (quickselect, Hoare 1961; the pivot is the
 * median of three, so sorted values are fast too).
 * @param values without NaN, reordered, shape [n] @param count in [0, n]
 * @returns a view of the front, shape [count]
 */
export function gatherLargest(values: Float32Array, count: number): Float32Array {
  let low = 0;
  let high = values.length - 1;
  while (low < high && count > low && count <= high) {
    const { endOfLarge, startOfSmall } = partition(values, low, high);
    if (count <= endOfLarge) high = endOfLarge - 1;
    else if (count >= startOfSmall) low = startOfSmall;
    else break;
  }
  return values.subarray(0, count);
}

/** Moves what is above a pivot before what is below it; what lies between the two ends equals it. */
function partition(
  values: Float32Array,
  low: number,
  high: number,
): { endOfLarge: number; startOfSmall: number } {
  const pivot = medianOfThree(values[low], values[(low + high) >>> 1], values[high]);
  let i = low;
  let j = high;
  while (i <= j) {
    while (values[i] > pivot) i++;
    while (values[j] < pivot) j--;
    if (i > j) break;
    const value = values[i];
    values[i++] = values[j];
    values[j--] = value;
  }
  return { endOfLarge: j + 1, startOfSmall: i };
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** The `rank`-th largest of values, 1-based and at most their number. @param values without NaN, not changed */
export function nthLargest(values: Float32Array, rank: number): number {
  const largest = new Float64Array(rank).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value > largest[rank - 1])) continue;
    let at = rank - 1;
    for (; at > 0 && largest[at - 1] < value; at--) largest[at] = largest[at - 1];
    largest[at] = value;
  }
  return largest[rank - 1];
}

/** Mean and standard deviation of some values. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** Mean and standard deviation (divided by n) of the `count` largest values. @param values without NaN, reordered */
export function momentsOfLargest(values: Float32Array, count: number): Moments {
  const largest = gatherLargest(values, count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += largest[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (largest[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
