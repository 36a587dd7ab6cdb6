import { type Matrix, row } from '../../src/numerics/matrix.ts';
import { type Random, seededRandom } from '../../src/numerics/random.ts';

/** Share of the first face in a made one, drawn between these. */
const SHARE = [0.5, 0.9] as const;
/** Length of the noise that is added, where the mixed faces have length one. */
const SIGMA = 0.2;

/** How distractors are made, in words. */
export const RECIPE = `unit-norm(sqrt(w) a + sqrt(1 - w) b + ${SIGMA} noise) of two different strangers a and b, w uniform in [${SHARE.join(', ')}], noise of expected length one`;

/**
 * Writes faces of people who are not: mixtures of the faces of two strangers each, with noise. Rows depend on the seed and
 * their number alone. @param faces of different people, of unit length @param out shape [count, D]
 */
export function madeFacesInto(faces: Matrix, seed: number, out: Float32Array): void {
  const random = seededRandom(seed);
  const { cols, rows } = faces;
  for (let start = 0; start < out.length; start += cols) {
    const a = Math.floor(random() * rows);
    const b = (a + 1 + Math.floor(random() * (rows - 1))) % rows;
    const share = SHARE[0] + random() * (SHARE[1] - SHARE[0]);
    mixInto(
      [row(faces, a), row(faces, b)],
      { shares: [Math.sqrt(share), Math.sqrt(1 - share)], random },
      out.subarray(start, start + cols),
    );
  }
}

function mixInto(
  [a, b]: readonly [Float32Array, Float32Array],
  { shares, random }: { readonly shares: readonly [number, number]; readonly random: Random },
  out: Float32Array,
): void {
  // Uniform noise of the same variance: in hundreds of dimensions it is as good as normal, and much faster.
  const scale = SIGMA * Math.sqrt(12 / out.length);
  let squared = 0;
  for (let i = 0; i < out.length; i++) {
    const value = shares[0] * (a[i] as number) + shares[1] * (b[i] as number) + scale * (random() - 0.5);
    out[i] = value;
    squared += value * value;
  }
  const length = Math.sqrt(squared);
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / length;
}
