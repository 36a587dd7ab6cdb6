import { expect, it } from 'vitest';
import { innerProducts } from '../../../src/numerics/inner-products.ts';
import { matrix, row, rowRange } from '../../../src/numerics/matrix.ts';
import { BLOCK_ROWS, exactCosine, KeptVectors } from '../../../src/vector-index/kept-vectors.ts';
import { madeVectors } from '../../support/made-vectors.ts';

it('an exact cosine is the inner product of plain TypeScript, bit for bit', () => {
  const vectors = madeVectors(9, 61, 1);
  const { data } = innerProducts(rowRange(vectors, 0, 1), vectors);
  expect(Array.from({ length: 9 }, (_, n) => exactCosine(row(vectors, 0), row(vectors, n)))).toEqual([
    ...data,
  ]);
});

it('a removal puts the last vector into the gap, across blocks, and keeps every vector under its id', () => {
  const rows = BLOCK_ROWS + 3;
  const vectors = matrix(
    Float32Array.from({ length: rows }, (_, n) => n),
    rows,
    1,
  );
  const kept = new KeptVectors(1);
  kept.add(
    Array.from({ length: rows }, (_, n) => n),
    vectors,
  );
  for (const id of [0, BLOCK_ROWS + 1, 7, BLOCK_ROWS]) expect(kept.remove(id)).toBe(true);
  expect(kept.remove(7)).toBe(false);
  expect(kept.count).toBe(rows - 4);
  expect(kept.blocks().map(({ rows: count }) => count)).toEqual([BLOCK_ROWS - 1]);
  const [block] = kept.blocks();
  expect([...(block?.data ?? [])]).toEqual([...kept.ids]);
  expect(kept.has(BLOCK_ROWS + 2)).toBe(true);
});

it('ids that are not kept are passed over when scores are worked out anew', () => {
  const vectors = madeVectors(3, 8, 2);
  const kept = new KeptVectors(8);
  kept.add([5, 6, 7], vectors);
  expect(kept.rescored(row(vectors, 1), [5, 99, 6], 5).map(({ id }) => id)).toEqual([6, 5]);
});
