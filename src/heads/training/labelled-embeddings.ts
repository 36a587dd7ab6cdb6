import { QuenError } from '../../core/errors.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import type { HeadArchitecture } from './architecture.ts';

/** Embeddings with the place of each row's class. */
export interface LabelledEmbeddings {
  /** Shape [N, D]. */
  readonly embeddings: Matrix;
  /** Shape [N]; each in [0, C). */
  readonly labels: Int32Array;
}

/**
 * Throws `DIMENSION_MISMATCH` where rows, labels and architecture do not belong together, where there is no row, and where
 * a value is not finite. @param what the rows are for, for the message
 */
export function assertFits(
  { embeddings, labels }: LabelledEmbeddings,
  { dimension, classCount }: HeadArchitecture,
  what: string,
): void {
  const { data, rows, cols } = embeddings;
  if (rows === 0) throw mismatch(`There is no embedding for ${what}`);
  if (cols !== dimension)
    throw mismatch(`Embeddings for ${what} have length ${cols}; the head takes ${dimension}`);
  if (labels.length !== rows) throw mismatch(`${rows} embeddings for ${what} have ${labels.length} labels`);
  const wrong = labels.findIndex((label) => label < 0 || label >= classCount);
  if (wrong >= 0)
    throw mismatch(`The label ${labels[wrong]} of row ${wrong} for ${what} is none of ${classCount} classes`);
  const place = data.findIndex((value) => !Number.isFinite(value));
  if (place >= 0)
    throw mismatch(`Row ${Math.floor(place / cols)} for ${what} holds a value that is not a finite number`);
}

function mismatch(fault: string): QuenError {
  return new QuenError(
    'DIMENSION_MISMATCH',
    `${fault}. Train on embeddings of one network, each with the place of its class.`,
  );
}
