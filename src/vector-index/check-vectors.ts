import { QuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** How far from 1 the squared length of a unit vector may be after float32 rounding and storage. */
const UNIT_TOLERANCE = 1e-3;

/** Throws `DIMENSION_MISMATCH` for vectors of another length than an index holds, or whose Euclidean length is not 1. */
export function assertUnitVectors({ data, rows, cols }: Matrix, dimension: number): void {
  if (cols !== dimension) {
    const message = `The index holds vectors of ${dimension} values; these have ${cols}. Use the networks that it was made with.`;
    throw new QuenError('DIMENSION_MISMATCH', message);
  }
  for (let n = 0; n < rows; n++) {
    let squared = 0;
    for (let i = n * cols; i < (n + 1) * cols; i++) squared += (data[i] as number) ** 2;
    if (Math.abs(squared - 1) <= UNIT_TOLERANCE) continue;
    throw new QuenError('DIMENSION_MISMATCH', `Vector ${n} is of squared length ${squared}, not 1.`);
  }
}

/**
 * Throws `DIMENSION_MISMATCH` where there is not one id for each vector or an id is no whole number from 0, and `CONFLICT` where
 * an id stands twice.
 */
export function assertNewIds(ids: readonly number[], vectors: Matrix): void {
  if (ids.length !== vectors.rows)
    throw new QuenError('DIMENSION_MISMATCH', `${ids.length} ids were given for ${vectors.rows} vectors.`);
  const stray = ids.find((id) => !Number.isSafeInteger(id) || id < 0);
  if (stray !== undefined)
    throw new QuenError('DIMENSION_MISMATCH', `The id ${stray} is no whole number from 0.`);
  if (new Set(ids).size < ids.length)
    throw new QuenError('CONFLICT', 'An id stands twice among those to add.');
}

/** The fault of adding an id that is there. */
export function idTaken(id: number): QuenError {
  return new QuenError(
    'CONFLICT',
    `The index holds a vector with the id ${id} already. Remove that one first.`,
  );
}
