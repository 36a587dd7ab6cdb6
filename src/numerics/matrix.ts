/** Row-major float32 matrix; `data` has shape [rows, cols]. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** A matrix over existing data, which is not copied. Throws `RangeError` when the length is not rows x cols. */
export function matrix(data: Float32Array, rows: number, cols: number): Matrix {
  if (data.length !== rows * cols) {
    throw new RangeError(`A ${rows}x${cols} matrix needs ${rows * cols} values; got ${data.length}.`);
  }
  return { data, rows, cols };
}

/** Row `index` of a matrix as a view, shape [cols]; writing to it writes to the matrix. */
export function row(m: Matrix, index: number): Float32Array {
  return m.data.subarray(index * m.cols, (index + 1) * m.cols);
}

/** Stacks vectors of one length into a matrix of shape [vectors.length, cols]. */
export function stackRows(vectors: readonly Float32Array[], cols: number): Matrix {
  const data = new Float32Array(vectors.length * cols);
  vectors.forEach((vector, index) => {
    if (vector.length !== cols) {
      throw new RangeError(`Row ${index} has ${vector.length} values; the matrix has ${cols} columns.`);
    }
    data.set(vector, index * cols);
  });
  return { data, rows: vectors.length, cols };
}

/** Rows from `first` up to, not with, `end`, as a view, shape [end - first, cols]. */
export function rowRange(m: Matrix, first: number, end: number): Matrix {
  return { data: m.data.subarray(first * m.cols, end * m.cols), rows: end - first, cols: m.cols };
}

/** A copy of some rows in the order of their places, shape [places.length, cols]. */
export function selectRows(m: Matrix, places: readonly number[]): Matrix {
  return stackRows(
    places.map((place) => row(m, place)),
    m.cols,
  );
}
