import { QuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';
import type { HeadScoreKind } from './score-kind.ts';

/** An array of a head, row-major. */
export interface SnapshotArray {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/**
 * Everything a fitted head is, as plain values: what a bundle keeps and an export is made of. `restoreHead` makes
 * the head again, with the same scores bit for bit on one machine.
 */
export interface HeadSnapshot {
  /** Name of the head in `HEAD_NAMES`. */
  readonly head: string;
  readonly scoreKind: HeadScoreKind;
  /** The networks whose fused embeddings it takes, in their order. */
  readonly networks: readonly string[];
  /** Length of an embedding. */
  readonly dimension: number;
  /** Columns of its scores: the identities, and one more for strangers where they are a class. */
  readonly columnCount: number;
  /** What beside the arrays decides its scores, such as a scale. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** By name; what each is, the head knows. */
  readonly arrays: Readonly<Record<string, SnapshotArray>>;
}

/** A matrix among the arrays of a snapshot. Throws `DIMENSION_MISMATCH` where it is missing or of another shape. */
export function snapshotMatrix(
  { arrays }: Pick<HeadSnapshot, 'arrays'>,
  name: string,
  [rows, cols]: readonly [number, number],
): Matrix {
  return { data: snapshotArray({ arrays }, name, [rows, cols]), rows, cols };
}

/** The values of an array of a snapshot. Throws `DIMENSION_MISMATCH` where it is missing or of another shape. */
export function snapshotArray(
  { arrays }: Pick<HeadSnapshot, 'arrays'>,
  name: string,
  dims: readonly number[],
): Float32Array {
  const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
  const length = dims.reduce((product, dim) => product * dim, 1);
  if (array !== undefined && array.dims.join() === dims.join() && array.data.length === length)
    return array.data;
  const found = array === undefined ? 'is missing' : `has the shape [${array.dims.join(', ')}]`;
  throw new QuenError(
    'DIMENSION_MISMATCH',
    `The array '${name}' of a kept head ${found}; it must have [${dims.join(', ')}]. Train the head again.`,
  );
}

/** A setting of a snapshot. Throws `DIMENSION_MISMATCH` where it is no finite number. */
export function numberSetting({ settings }: Pick<HeadSnapshot, 'settings'>, name: string): number {
  const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw unusable(`its setting '${name}' is no number`);
}

/** A setting of a snapshot that counts something. Throws `DIMENSION_MISMATCH` where it is no whole number from 1. */
export function countSetting(snapshot: Pick<HeadSnapshot, 'settings'>, name: string): number {
  const count = numberSetting(snapshot, name);
  if (Number.isInteger(count) && count >= 1) return count;
  throw unusable(`its setting '${name}' is ${count}, not a whole number from 1`);
}

/** The fault of a snapshot that does not fit together. @param why a clause about the head */
export function unusable(why: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', `A kept head cannot be used: ${why}. Train the head again.`);
}

/** A matrix as a snapshot holds it. */
export function arrayOf({ data, rows, cols }: Matrix): SnapshotArray {
  return { data, dims: [rows, cols] };
}
