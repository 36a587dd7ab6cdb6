import type { LabelledEmbeddings } from '../../src/heads/training/labelled-embeddings.ts';
import { seededRandom } from '../../src/numerics/random.ts';

/** Rows around a seeded centre for each class, in turn, noise uniform in [-noise, noise]. */
export function madePeople(
  { classCount, rowsPerClass, dimension }: Record<'classCount' | 'rowsPerClass' | 'dimension', number>,
  { noise, seed = 1 }: { noise: number; seed?: number },
): LabelledEmbeddings {
  const centre = seededRandom(7);
  const random = seededRandom(seed);
  const centres = Float32Array.from({ length: classCount * dimension }, () => 2 * centre() - 1);
  const rows = classCount * rowsPerClass;
  const data = Float32Array.from({ length: rows * dimension }, (_, i) => {
    const [row, column] = [Math.floor(i / dimension), i % dimension];
    return centres[(row % classCount) * dimension + column] + noise * (2 * random() - 1);
  });
  return {
    embeddings: { data, rows, cols: dimension },
    labels: Int32Array.from({ length: rows }, (_, row) => row % classCount),
  };
}
