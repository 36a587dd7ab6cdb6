import { createSession } from '../../src/adapters/onnx/session.ts';
import type { Matrix } from '../../src/numerics/matrix.ts';

/** The `scores` of an ONNX file that takes an `embedding`. */
export async function scoresOfGraph(graph: Uint8Array, { data, rows, cols }: Matrix): Promise<Matrix> {
  const session = await createSession(graph, { threads: 1 });
  const { scores } = await session.run({ embedding: { data, dims: [rows, cols] } });
  await session.release();
  return { data: scores.data, rows: scores.dims[0], cols: scores.dims[1] };
}

/** The largest difference between two matrices of one shape, in shares of the largest value, which counts as 1 at least. */
export function largestDifference(found: Matrix, due: Matrix): number {
  if (found.rows !== due.rows || found.cols !== due.cols) return Number.POSITIVE_INFINITY;
  const spread = due.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return found.data.reduce((most, value, i) => Math.max(most, Math.abs(value - due.data[i])), 0) / spread;
}
