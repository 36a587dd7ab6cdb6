import { QuenError } from '../../core/errors.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import type { HeadArchitecture } from './architecture.ts';

/**
 * The label of a row of nobody: its target is the same for every class (entropic open-set loss, Dhamija et al. 2018,
 * "Reducing network agnostophobia", equation 1), so that a head learns to be sure of no class where it knows no one.
 */
export const NOBODY = -1;

/** Embeddings with the place of each row's class. */
export interface LabelledEmbeddings {
  /** Shape [N, D]. */
  readonly embeddings: Matrix;
  /** Shape [N]; each in [0, C), or {@link NOBODY}. */
  readonly labels: Int32Array;
  /** The rows that take part, by their places; all of them when absent. Heads of several folds share one matrix. */
  readonly rows?: Int32Array;
}

/** The rows that take part, by their places. */
export function rowsThatTakePart({ labels, rows }: LabelledEmbeddings): Int32Array {
  return rows ?? Int32Array.from(labels.keys());
}

/** The rows that take part as a matrix of their own. */
export function withoutOthers(labelled: LabelledEmbeddings): LabelledEmbeddings {
  const { embeddings, labels, rows } = labelled;
  if (rows === undefined) return labelled;
  const { cols } = embeddings;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((from, to) => {
    data.set(embeddings.data.subarray(from * cols, (from + 1) * cols), to * cols);
  });
  return {
    embeddings: { data, rows: rows.length, cols },
    labels: rows.map((from) => labels[from] ?? 0),
  };
}

/**
 * Throws `DIMENSION_MISMATCH` where rows, labels and architecture do not belong together, where no row has a class,
 * and where a value is not finite. @param what the rows are for, for the message
 */
export function assertFits(
  labelled: LabelledEmbeddings,
  { dimension, classCount }: HeadArchitecture,
  what: string,
): void {
  const { embeddings, labels } = labelled;
  const { data, rows, cols } = embeddings;
  const used = rowsThatTakePart(labelled);
  if (rows === 0 || used.length === 0) throw mismatch(`There is no embedding for ${what}`);
  if (cols !== dimension)
    throw mismatch(`Embeddings for ${what} have length ${cols}; the head takes ${dimension}`);
  if (labels.length !== rows) throw mismatch(`${rows} embeddings for ${what} have ${labels.length} labels`);
  const wrong = labels.findIndex((label) => label < NOBODY || label >= classCount);
  if (wrong >= 0)
    throw mismatch(`The label ${labels[wrong]} of row ${wrong} for ${what} is none of ${classCount} classes`);
  const stray = used.find((row) => row < 0 || row >= rows);
  if (stray !== undefined) throw mismatch(`There is no row ${stray} among the ${rows} for ${what}`);
  if (used.every((row) => labels[row] === NOBODY)) throw mismatch(`All embeddings for ${what} are of nobody`);
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
