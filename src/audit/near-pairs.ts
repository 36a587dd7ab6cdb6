import { throwIfAborted } from '../core/errors.ts';
import { type Matrix, rowRange } from '../numerics/matrix.ts';
import type { AuditPorts } from './labelled-faces.ts';

/** Two faces by place, the first lower, and their cosine. */
export interface NearPair {
  readonly first: number;
  readonly second: number;
  readonly score: number;
}

/** Sides of the block of scores that is held at a time: 32 MB. */
const BLOCK_ROWS = 1024;
const BLOCK_COLUMNS = 8192;

/**
 * Pairs of faces that are very much alike. Every pair is scored once, a block at a time, so that time grows with the square
 * of the number of faces and memory does not.
 * @param templates of unit length, shape [N, D]
 * @param limits pairs at or above `score`; at most `perFace` of them for the first face of each, those met first, so that a
 * thousand copies of one photo do not fill the memory
 */
export async function nearPairs(
  templates: Matrix,
  limits: { readonly score: number; readonly perFace: number },
  { products, signal }: AuditPorts,
): Promise<NearPair[]> {
  const pairs: NearPair[] = [];
  const { rows } = templates;
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const end = Math.min(first + BLOCK_ROWS, rows);
    const counts = new Int32Array(end - first);
    for (let column = first; column < rows; column += BLOCK_COLUMNS) {
      throwIfAborted(signal);
      const columnEnd = Math.min(column + BLOCK_COLUMNS, rows);
      const block = await products(rowRange(templates, first, end), rowRange(templates, column, columnEnd));
      gather(block, { first, column, limits, counts }, pairs);
    }
  }
  return pairs;
}

interface Place {
  readonly first: number;
  readonly column: number;
  readonly limits: { readonly score: number; readonly perFace: number };
  /** Pairs found so far of each row. */
  readonly counts: Int32Array;
}

function gather({ data, cols }: Matrix, { first, column, limits, counts }: Place, pairs: NearPair[]): void {
  for (let i = 0; i < data.length; i++) {
    const score = data[i] as number;
    if (score < limits.score) continue;
    const local = Math.floor(i / cols);
    const second = column + (i % cols);
    if (second <= first + local || (counts[local] as number) >= limits.perFace) continue;
    counts[local] = (counts[local] as number) + 1;
    pairs.push({ first: first + local, second, score });
  }
}
