import { expect, test, vi } from 'vitest';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import type { Matrix } from '../../../../src/numerics/matrix.ts';
import { prepareRejectorSet } from '../../../../src/rejection/rejectors/prepare-set.ts';
import { REJECTORS } from '../../../../src/rejection/rejectors/rejectors.ts';
import { scoreWithAll } from '../../../../src/rejection/rejectors/score-with-all.ts';
import { madeRejectorProbes, madeRejectorSet, madeUnitRows } from '../../../support/made-rejector-set.ts';

test('products that several rejectors need are computed once, and the scores are those of each alone', async () => {
  const set = prepareRejectorSet(madeRejectorSet([3, 1, 2]));
  const rejectors = Object.values(REJECTORS).map((make) => make());
  for (const rejector of rejectors) await rejector.fit(set);
  const probes = madeRejectorProbes(set);
  const counted = vi.fn(async (a: Matrix, b: Matrix) => innerProducts(a, b));
  const together = await scoreWithAll(rejectors, probes, { innerProducts: counted });
  const operands = counted.mock.calls.map(([, operand]) => operand);
  expect(new Set(operands).size).toBe(operands.length);
  expect(operands).toContain(set.templates);
  expect(together).toEqual(rejectors.map((rejector) => rejector.score(probes)));
});

test('more probes than a block holds keep their order', async () => {
  const set = prepareRejectorSet(madeRejectorSet([2, 2]));
  const rejector = REJECTORS['blend-cosine']();
  await rejector.fit(set);
  const embeddings = madeUnitRows(Array.from({ length: 1100 }, (_, n) => [`person ${n % 7}`, `probe ${n}`]));
  const [scores = new Float64Array(0)] = await scoreWithAll([rejector], { embeddings });
  expect(scores).toEqual(rejector.score({ embeddings }));
  expect(scores[1099]).toBe(
    rejector.score({ embeddings: madeUnitRows([[`person ${1099 % 7}`, 'probe 1099']]) })[0],
  );
});

test('stops on request', async () => {
  const set = prepareRejectorSet(madeRejectorSet([2, 2]));
  const rejector = REJECTORS['max-cosine']();
  await rejector.fit(set);
  const run = scoreWithAll([rejector], madeRejectorProbes(set), { signal: AbortSignal.abort() });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
});
