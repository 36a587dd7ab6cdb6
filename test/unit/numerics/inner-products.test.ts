import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { innerProducts } from '../../../src/numerics/inner-products.ts';
import { matrix, row } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { dot } from '../../../src/numerics/vector.ts';

function randomMatrix(rows: number, cols: number, seed: number) {
  const random = seededRandom(seed);
  return matrix(
    Float32Array.from({ length: rows * cols }, () => random() - 0.5),
    rows,
    cols,
  );
}

describe('inner products', () => {
  it('are those of rows with rows, to the last bit, whatever the shape', () => {
    const size = fc.integer({ min: 1, max: 70 });
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 20 }), (m, n, d) => {
        const a = randomMatrix(m, d, 1);
        const b = randomMatrix(n, d, 2);
        const out = innerProducts(a, b);
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++)
            expect(out.data[i * n + j]).toBe(Math.fround(dot(row(a, i), row(b, j))));
      }),
      { numRuns: 30 },
    );
  });

  it('refuse matrices of different widths', () => {
    expect(() => innerProducts(randomMatrix(1, 2, 1), randomMatrix(1, 3, 1))).toThrow(RangeError);
  });
});
