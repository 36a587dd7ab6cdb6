import { describe, expect, it } from 'vitest';
import { innerProducts } from '../../../src/numerics/inner-products.ts';
import { type Matrix, stackRows } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { normalised } from '../../../src/numerics/vector.ts';
import { groupUnknowns } from '../../../src/rejection/group-unknowns.ts';

function angles(...degrees: number[]) {
  const vectors = degrees.map((angle) => {
    const radians = (angle * Math.PI) / 180;
    return Float32Array.of(Math.cos(radians), Math.sin(radians));
  });
  return stackRows(vectors, 2);
}

const roughProducts = async (a: Matrix, b: Matrix) => innerProducts(a, b);
const everyRow = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('groups of unknown faces', () => {
  it('join faces at or above the threshold, numbered by their first face', async () => {
    const groups = await groupUnknowns(angles(0, 90, 5, 95, 180), everyRow(5), {
      threshold: 0.9,
      seed: 1,
      roughProducts,
    });
    expect([...groups]).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
  });

  it('pass over faces that are not unknown', async () => {
    expect([
      ...(await groupUnknowns(angles(0, 1, 2), [0, 2], { threshold: 0.9, seed: 1, roughProducts })),
    ]).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  it('do not chain: neighbours 20 degrees apart over 100 degrees are not one person', async () => {
    const groups = await groupUnknowns(angles(0, 20, 40, 60, 80, 100), everyRow(6), {
      threshold: 0.9,
      seed: 1,
      roughProducts,
    });
    expect(new Set(groups.values()).size).toBeGreaterThan(1);
    expect(groups.get(0)).not.toBe(groups.get(5));
  });

  it('keep together 60 photos of each of three people among noise', async () => {
    const random = seededRandom(5);
    const noise = (scale: number) => Float32Array.from({ length: 64 }, () => scale * (random() - 0.5));
    const centres = [noise(1), noise(1), noise(1)];
    const faces = everyRow(180).map((i) => {
      const centre = centres[i % 3] ?? new Float32Array(64);
      const shift = noise(0.8);
      return normalised(centre.map((value, k) => value + (shift[k] ?? 0)));
    });
    const groups = await groupUnknowns(stackRows(faces, 64), everyRow(180), {
      threshold: 0.45,
      seed: 1,
      roughProducts,
    });
    expect(everyRow(180).every((i) => groups.get(i) === 1 + (i % 3))).toBe(true);
  });

  it('are none for no faces', async () => {
    const groups = await groupUnknowns(angles(0), [], { threshold: 0.5, seed: 1, roughProducts });
    expect(groups.size).toBe(0);
  });
});
