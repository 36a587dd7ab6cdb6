import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float32Error } from '../../../src/numerics/float32-error.ts';
import { innerProducts } from '../../../src/numerics/inner-products.ts';
import { type Matrix, stackRows } from '../../../src/numerics/matrix.ts';
import { type Random, seededRandom } from '../../../src/numerics/random.ts';
import { normalised } from '../../../src/numerics/vector.ts';
import { type LikenessLink, likenessLinks } from '../../../src/rejection/likeness-links.ts';

const DIMENSION = 8;

/** Faces so close to a few centres that many scores lie within what float32 may be off. */
function crowded(count: number, random: Random): Matrix {
  const vector = (spread: number) =>
    Float32Array.from({ length: DIMENSION }, () => spread * (random() - 0.5));
  const centres = [vector(1), vector(1), vector(1)];
  const faces = Array.from({ length: count }, (_, n) => {
    const shift = vector(1e-6);
    return normalised((centres[n % 3] ?? shift).map((value, k) => value + (shift[k] ?? 0)));
  });
  return stackRows(faces, DIMENSION);
}

/** Every pair compared, without a shortcut. */
function linksOneByOne(faces: Matrix, threshold: number): LikenessLink[] {
  const { data } = innerProducts(faces, faces);
  const links = new Map<string, LikenessLink>();
  for (let face = 0; face < faces.rows; face++) {
    const others = Array.from({ length: faces.rows }, (_, other) => other)
      .filter((other) => other !== face)
      .map((other) => ({ other, score: data[face * faces.rows + other] ?? 0 }))
      .sort((x, y) => y.score - x.score || x.other - y.other)
      .slice(0, 16);
    for (const { other, score } of others) {
      const [a, b] = [Math.min(face, other), Math.max(face, other)];
      if (score >= threshold) links.set(`${a} ${b}`, { a, b, score });
    }
  }
  return [...links.values()].sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
}

it('links are those of comparing every pair exactly, however rough products are off', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(-1, 0, 0.5, 1, 'a score'),
      async (count, seed, wanted) => {
        const random = seededRandom(seed);
        const faces = crowded(count, random);
        const threshold = wanted === 'a score' ? (innerProducts(faces, faces).data[1] ?? 0) : Number(wanted);
        const roughProducts = async (a: Matrix, b: Matrix) => {
          const products = innerProducts(a, b);
          const off = () => 0.9 * float32Error(DIMENSION) * (2 * random() - 1);
          return { ...products, data: products.data.map((value) => value + off()) };
        };
        expect(await likenessLinks(faces, threshold, roughProducts)).toEqual(linksOneByOne(faces, threshold));
      },
    ),
    { numRuns: 60 },
  );
});
