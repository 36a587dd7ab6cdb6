import { expect, test } from 'vitest';
import { openInnerProducts } from '../../../../src/adapters/onnx/inner-products.ts';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import { madeNumbers } from '../../../support/made-numbers.ts';

const made = (name: string, rows: number, cols: number) => ({
  data: madeNumbers(name, rows * cols, [-1, 1]),
  rows,
  cols,
});

test('inner products by ONNX Runtime are the plain ones to float32, for any shapes in one session', async () => {
  await using session = await openInnerProducts({ threads: 1 });
  for (const [m, n, d] of [
    [3, 5, 7],
    [1, 1, 1],
    [40, 20, 128],
  ] as const) {
    const [a, b] = [made('a', m, d), made('b', n, d)];
    const found = await session.innerProducts(a, b);
    const expected = innerProducts(a, b);
    expect([found.rows, found.cols]).toEqual([m, n]);
    expected.data.forEach((value, i) => {
      expect(Math.abs(found.data[i] - value)).toBeLessThan(1e-5 * Math.sqrt(d));
    });
  }
});

test('no rows give no products', async () => {
  await using session = await openInnerProducts({ threads: 1 });
  expect(await session.innerProducts(made('a', 0, 4), made('b', 3, 4))).toEqual({
    data: new Float32Array(0),
    rows: 0,
    cols: 3,
  });
});
