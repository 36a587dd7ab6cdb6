import { expect, test } from 'vitest';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import { stackRows } from '../../../../src/numerics/matrix.ts';
import { galleryRecogniser } from '../../../../src/pipeline/recogniser.ts';
import { quickRecogniser } from '../../../../src/pipeline/rejection/quick-recogniser.ts';
import { madeMaterial } from '../training/made-material.ts';

test('naming by inner products that are handed in finds what naming without them does, for any number of probes', async () => {
  const { gallery, strangers } = madeMaterial([4, 3, 5, 1, 2, 4], 8);
  const { data, rows, cols } = strangers.probes;
  const many = Array.from({ length: 1100 }, (_, n) => data.slice((n % rows) * cols, ((n % rows) + 1) * cols));
  const probes = stackRows(many, cols);
  const asked: number[] = [];
  const quick = quickRecogniser(gallery, async (a, b) => {
    asked.push(a.rows);
    return innerProducts(a, b);
  });
  const search = { candidateCount: 3, mates: many.map((_, n) => (n % 7 < 6 ? n % 7 : undefined)) };
  expect(await quick.search(probes, search)).toEqual(await galleryRecogniser(gallery).search(probes, search));
  expect(Math.max(...asked)).toBeLessThan(600);
});
