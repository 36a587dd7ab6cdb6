import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { estimateSimilarity } from '../../src/numerics/similarity-transform.ts';

interface Golden {
  readonly cases: readonly { readonly from: number[]; readonly to: number[]; readonly matrix: number[] }[];
}

const golden = JSON.parse(
  readFileSync(new URL('similarity-transform.json', import.meta.url), 'utf8'),
) as Golden;

test.each(golden.cases.map((one, index) => [index, one] as const))(
  'agrees with the SVD solution in numpy to 1e-9, case %i',
  (_, { from, to, matrix }) => {
    const { a, b, tx, ty } = estimateSimilarity(from, to);
    const errors = [a, -b, tx, b, a, ty].map((value, i) => Math.abs(value - matrix[i]));
    expect(Math.max(...errors)).toBeLessThan(1e-9);
  },
);
