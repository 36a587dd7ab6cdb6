import { type Matrix, stackRows } from '../../src/numerics/matrix.ts';
import { seededRandom } from '../../src/numerics/random.ts';
import { normalised } from '../../src/numerics/vector.ts';

/** Unit vectors at random, the same for the same seed, shape [rows, cols]. */
export function madeVectors(rows: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  // A sum of uniform numbers has no corners to speak of.
  const value = (): number => random() + random() + random() - 1.5;
  return stackRows(
    Array.from({ length: rows }, () => normalised(Float32Array.from({ length: cols }, value))),
    cols,
  );
}
