import type { Samples } from './covariance.ts';
import type { Matrix } from './matrix.ts';

/** A sum of unit vectors shorter than this is rounding: its rows cancel each other out. */
const NO_DIRECTION = 1e-6;

/** Rows in numbered groups, such as photos by identity. */
export interface GroupedRows {
  /** Shape [N, D]. */
  readonly rows: Matrix;
  /** Group of each row, in 0..groupCount - 1, shape [N]. */
  readonly groupOf: Int32Array;
  readonly groupCount: number;
}

/** Sums of the rows of each group. @returns shape [groupCount, D] */
export function groupSums({ rows, groupOf, groupCount }: GroupedRows): Float64Array {
  const { cols, data } = rows;
  const sums = new Float64Array(groupCount * cols);
  for (let n = 0; n < groupOf.length; n++) {
    const to = groupOf[n] * cols;
    const from = n * cols;
    for (let k = 0; k < cols; k++) sums[to + k] += data[from + k];
  }
  return sums;
}

/** Rows in each group, shape [groupCount]. */
export function groupCounts(groupOf: Int32Array, groupCount: number): Int32Array {
  const counts = new Int32Array(groupCount);
  for (let n = 0; n < groupOf.length; n++) counts[groupOf[n]]++;
  return counts;
}

/**
 * Means of the rows of each group, scaled to unit length, shape [groupCount, D]; zeros for a group without rows or with
 * a mean that has no direction.
 */
export function groupDirections(grouped: GroupedRows): Matrix {
  const { cols } = grouped.rows;
  const sums = groupSums(grouped);
  const data = new Float32Array(sums.length);
  for (let g = 0; g < grouped.groupCount; g++) {
    const at = g * cols;
    let squared = 0;
    for (let k = 0; k < cols; k++) squared += sums[at + k] * sums[at + k];
    const length = Math.sqrt(squared);
    if (length <= NO_DIRECTION) continue;
    for (let k = 0; k < cols; k++) data[at + k] = sums[at + k] / length;
  }
  return { data, rows: grouped.groupCount, cols };
}

/**
 * Rows less the mean of their group, each scaled by sqrt(n / (n - 1)) to make up for the mean being their own; groups
 * of one row are left out.
 * @returns shape [rows of groups of two or more, D]
 */
export function groupResiduals(grouped: GroupedRows): Samples {
  const { rows, groupOf, groupCount } = grouped;
  const { cols, data } = rows;
  const sums = groupSums(grouped);
  const counts = groupCounts(groupOf, groupCount);
  const kept = [...groupOf.keys()].filter((n) => counts[groupOf[n]] > 1);
  const values = new Float64Array(kept.length * cols);
  kept.forEach((n, place) => {
    const count = counts[groupOf[n]];
    const scale = Math.sqrt(count / (count - 1));
    const mean = groupOf[n] * cols;
    for (let k = 0; k < cols; k++)
      values[place * cols + k] = scale * (data[n * cols + k] - sums[mean + k] / count);
  });
  return { values, count: kept.length, dimension: cols };
}

/** Largest value of each group; `-Infinity` for a group without values. @param values shape [N] @param out shape [G] */
export function groupMaximaInto(values: Float32Array, groupOf: Int32Array, out: Float64Array): void {
  out.fill(Number.NEGATIVE_INFINITY);
  for (let n = 0; n < values.length; n++) {
    const group = groupOf[n];
    if (values[n] > out[group]) out[group] = values[n];
  }
}
