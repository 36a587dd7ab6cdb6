import { expect, test } from 'vitest';
import { LONGEST_WITH_COVARIANCE } from '../../../src/heads/closed-form-head.ts';
import { ldaHead } from '../../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../../src/heads/nearest-class-mean.ts';
import { pldaHead } from '../../../src/heads/plda.ts';
import { embeddingsOf } from '../../support/made-embeddings.ts';

/** Two people with two photos each, of embeddings as long as the class scores of some networks. */
const LONG = {
  ...embeddingsOf([0, 1, 2, 3].map((n) => Float32Array.from({ length: 8631 }, (_, k) => Math.sin(k + n)))),
  identityOf: Int32Array.of(0, 0, 1, 1),
  identities: ['Ann', 'Bob'],
};

test.each([
  ['lda', ldaHead],
  ['plda', pldaHead],
])('%s refuses embeddings whose covariance would take hours, before it starts', async (name, make) => {
  const startedMs = performance.now();
  await expect(make().fit(LONG, 0)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(
      `'${name}' takes embeddings of at most ${LONGEST_WITH_COVARIANCE} values`,
    ),
  });
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

test('the class mean takes embeddings of any length', async () => {
  const head = nearestClassMeanHead();
  await head.fit(LONG, 0);
  const { values } = await head.predict(embeddingsOf([LONG.rows.data.subarray(0, 8631)]));
  expect(values.data[0]).toBeGreaterThan(values.data[1] ?? 1);
});
