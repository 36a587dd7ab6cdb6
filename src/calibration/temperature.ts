import { QuenError } from '../core/errors.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { fitOpenSetSoftmax, openSetProbabilities } from '../numerics/open-set-softmax.ts';

/** Rows of scores whose right answer is known. */
export interface ScoreRows {
  /** Shape [P, C]. */
  readonly scores: Matrix;
  /** Column of the right identity, -1 for a stranger, shape [P]. */
  readonly truth: Int32Array;
  /** Photos of one person share a weight of 1, shape [P]. */
  readonly weights: Float64Array;
}

/** Softmax at a temperature; plain data. */
export interface Temperature {
  /** 1 / temperature: 0 where scores tell nothing, and everybody is equally likely. */
  readonly inverse: number;
  /** Logit of a stranger, where the rows it was learnt from had some. */
  readonly nobody?: number;
}

/**
 * The temperature at which softmax of a row has the least log loss (Guo, Pleiss, Sun and Weinberger 2017), and with it,
 * where there are strangers, the logit of nobody. Throws `DIMENSION_MISMATCH`.
 */
export function fitTemperature({ scores, truth, weights }: ScoreRows): Temperature {
  const isUsable =
    truth.length === scores.rows &&
    weights.length === scores.rows &&
    truth.some((identity) => identity >= 0) &&
    truth.every((identity) => identity < scores.cols);
  if (!isUsable)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `Scores of ${scores.rows} searches by ${scores.cols} identities, ${truth.length} answers and ${weights.length} weights give no temperature. Give an answer and a weight of each search, with somebody enrolled among them.`,
    );
  const { scales, nobody } = fitOpenSetSoftmax({ views: [scores], truth, weights });
  return { inverse: scales[0] ?? 0, ...(nobody !== undefined && { nobody }) };
}

/** Probabilities of each identity and, last, of a stranger if the temperature knows any. @returns shape [P, C] or [P, C + 1] */
export function probabilityRows(scores: Matrix, { inverse, nobody }: Temperature): Matrix {
  const cols = scores.cols + (nobody === undefined ? 0 : 1);
  const data = new Float32Array(scores.rows * cols);
  const model = { scales: Float64Array.of(inverse), ...(nobody !== undefined && { nobody }) };
  for (let p = 0; p < scores.rows; p++) data.set(openSetProbabilities(model, [row(scores, p)]), p * cols);
  return { data, rows: scores.rows, cols };
}
