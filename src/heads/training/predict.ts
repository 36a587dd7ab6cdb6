import { type GraphSession, outputTensor } from '../../core/tensor.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { type HeadArchitecture, type Parameters, parameterShapes } from './architecture.ts';
import type { LabelledEmbeddings } from './labelled-embeddings.ts';

/** Rows that are scored at a time, which bounds the memory. */
const ROWS_AT_ONCE = 1024;

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
    const part = { data: embeddings.data.subarray(start * cols, end * cols), dims: [end - start, cols] };
    const outputs = await session.run({ ...weights, embeddings: part });
    data.set(outputTensor(outputs, output).data, start * classCount);
  }
  return { data, rows, cols: classCount };
}

/** Share of rows whose highest score is that of their class; the first of equal scores counts. */
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
  return rightCount / rows;
}
