import { type Matrix, row } from '../numerics/matrix.ts';
import { norm, normalised } from '../numerics/vector.ts';
import type { TrainingSet } from './head.ts';

/**
 * The rows of a training set, strangers among them, as classes: first those with a column of scores (the
 * identities and, where strangers are a class, that class), then one for each stranger among the negatives.
 */
export interface ClassedRows {
  /** Of unit length, shape [N, D]. */
  readonly rows: Matrix;
  /** Class of each row, shape [N]. */
  readonly classOf: Int32Array;
  readonly classCount: number;
  /** Classes from 0 that have a column of scores. */
  readonly columnCount: number;
}

/** Numbers the classes of a training set and scales its rows to unit length. */
export function classedRows({ rows, identityOf, identities, strangers }: TrainingSet): ClassedRows {
  const identityCount = identities.length;
  if (strangers === undefined) {
    const classOf = Int32Array.from(identityOf);
    return { rows: unitRows(rows), classOf, classCount: identityCount, columnCount: identityCount };
  }
  const data = new Float32Array(rows.data.length + strangers.rows.data.length);
  data.set(rows.data);
  data.set(strangers.rows.data, rows.data.length);
  const all = { data, rows: rows.rows + strangers.rows.rows, cols: rows.cols };
  const isClass = strangers.role === 'class';
  const people = [...new Set(strangers.personOf)];
  const numberOf = new Map(people.map((person, place) => [person, identityCount + (isClass ? 0 : place)]));
  const ofStrangers = strangers.personOf.map((person) => numberOf.get(person) ?? identityCount);
  return {
    rows: unitRows(all),
    classOf: Int32Array.from([...identityOf, ...ofStrangers]),
    classCount: identityCount + (isClass ? 1 : people.length),
    columnCount: identityCount + (isClass ? 1 : 0),
  };
}

/** Rows scaled to unit length, shape [N, D]; none may be zeros. */
export function unitRows(m: Matrix): Matrix {
  const data = new Float32Array(m.data.length);
  for (let n = 0; n < m.rows; n++) data.set(normalised(row(m, n)), n * m.cols);
  return { data, rows: m.rows, cols: m.cols };
}

/** A mean of unit vectors shorter than this is rounding: its photos cancel each other out. */
const NO_DIRECTION = 1e-6;

/** Means scaled to unit length, shape [C, D]; zeros for a mean that has no direction. */
export function meanDirections(means: Matrix): Matrix {
  const data = new Float32Array(means.data.length);
  for (let c = 0; c < means.rows; c++) {
    const mean = row(means, c);
    if (norm(mean) > NO_DIRECTION) data.set(normalised(mean), c * means.cols);
  }
  return { data, rows: means.rows, cols: means.cols };
}

/** Means of the classes, shape [classCount, D], and the rows of each, shape [classCount]. */
export interface ClassMeans {
  readonly means: Float64Array;
  readonly counts: Int32Array;
}

/** Arithmetic means of the rows of each class. */
export function classMeans({ rows, classOf, classCount }: ClassedRows): ClassMeans {
  const { cols, data } = rows;
  const means = new Float64Array(classCount * cols);
  const counts = new Int32Array(classCount);
  classOf.forEach((c, n) => {
    counts[c] = (counts[c] ?? 0) + 1;
    for (let k = 0; k < cols; k++)
      means[c * cols + k] = (means[c * cols + k] as number) + (data[n * cols + k] as number);
  });
  for (let i = 0; i < means.length; i++)
    means[i] = (means[i] as number) / (counts[Math.floor(i / cols)] as number);
  return { means, counts };
}

/** The means of the classes with a column of scores, shape [columnCount, D]. */
export function columnMeans({ rows, columnCount }: ClassedRows, { means }: ClassMeans): Matrix {
  const data = Float32Array.from(means.subarray(0, columnCount * rows.cols));
  return { data, rows: columnCount, cols: rows.cols };
}
