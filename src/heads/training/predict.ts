import { type GraphSession, outputTensor, type Tensor } from '../../core/tensor.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { type HeadArchitecture, type Parameters, parameterShapes } from './architecture.ts';
import { type LabelledEmbeddings, NOBODY } from './labelled-embeddings.ts';

/** Rows that are scored at a time, which bounds the memory. */
const ROWS_AT_ONCE = 1024;

/**
 * Rows are filled up to a multiple of this: matrix products of one row or a few are summed in another order, so that a
 * row would score otherwise on its own than among others.
 */
const ROW_STEP = 64;

/** A head with its weights, ready to run. */
export interface ReadyHead {
  readonly architecture: HeadArchitecture;
  readonly parameters: Parameters;
  /** Of the architecture's prediction graph. */
  readonly session: GraphSession;
}

/** What a head says of each row: `scores`, what softmax is taken of, or `probabilities`. @returns shape [N, C] */
export async function predictWith(
  { architecture, parameters, session }: ReadyHead,
  embeddings: Matrix,
  output: 'scores' | 'probabilities',
): Promise<Matrix> {
  const { rows, cols } = embeddings;
  const classCount = architecture.classCount;
  const data = new Float32Array(rows * classCount);
  const weights = Object.fromEntries(
    parameterShapes(architecture).map(({ name, dims }) => [
      name,
      { data: parameters[name] ?? new Float32Array(), dims },
    ]),
  );
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const end = Math.min(rows, start + ROWS_AT_ONCE);
    const part = filledUp(embeddings.data.subarray(start * cols, end * cols), cols);
    const outputs = await session.run({ ...weights, embeddings: part });
    const scores = outputTensor(outputs, output).data;
    data.set(scores.subarray(0, (end - start) * classCount), start * classCount);
  }
  return { data, rows, cols: classCount };
}

function filledUp(data: Float32Array, cols: number): Tensor {
  const rows = Math.ceil(data.length / cols / ROW_STEP) * ROW_STEP;
  if (rows * cols === data.length) return { data, dims: [rows, cols] };
  const filled = new Float32Array(rows * cols);
  filled.set(data);
  return { data: filled, dims: [rows, cols] };
}

/** Of the rows that have a class, the share whose highest score is that class's; the first of equal scores counts. */
export async function accuracyOf(
  head: ReadyHead,
  { embeddings, labels }: LabelledEmbeddings,
): Promise<number> {
  const { data, rows, cols } = await predictWith(head, embeddings, 'scores');
  let rightCount = 0;
  for (let r = 0; r < rows; r++) {
    const scores = data.subarray(r * cols, (r + 1) * cols);
    const best = scores.reduce((top, score, c) => (score > (scores[top] ?? 0) ? c : top), 0);
    if (best === labels[r]) rightCount += 1;
  }
  return rightCount / labels.filter((label) => label !== NOBODY).length;
}
