import { expect, test } from 'vitest';
import { nearestClassMeanHead } from '../../../src/heads/nearest-class-mean.ts';
import { embeddingsOf, MADE_NETWORKS } from '../../support/made-embeddings.ts';

test('scores are cosines to the means of unit embeddings, whatever the lengths', async () => {
  const head = nearestClassMeanHead();
  const rows = [
    [10, 0],
    [0, 0.1],
    [0, 3],
  ];
  await head.fit(
    { ...embeddingsOf(rows), identityOf: Int32Array.of(0, 0, 1), identities: ['Ann', 'Bob'] },
    0,
  );
  const { values } = await head.predict(embeddingsOf([[0, 7]]));
  expect(values.data[0]).toBeCloseTo(Math.SQRT1_2, 6);
  expect(values.data[1]).toBeCloseTo(1, 6);
});

test('strangers as a class have the last column', async () => {
  const head = nearestClassMeanHead();
  const strangers = {
    ...embeddingsOf([
      [0, 1],
      [-1, 0],
    ]),
    networks: MADE_NETWORKS,
    personOf: Int32Array.of(0, 1),
    role: 'class' as const,
  };
  await head.fit(
    { ...embeddingsOf([[1, 0]]), identityOf: Int32Array.of(0), identities: ['Ann'], strangers },
    0,
  );
  const { values } = await head.predict(embeddingsOf([[0, 1]]));
  expect(values.data[0]).toBeCloseTo(0, 6);
  expect(values.data[1]).toBeCloseTo(Math.SQRT1_2, 6);
});

test('an identity whose photos cancel each other out is like nobody', async () => {
  const head = nearestClassMeanHead();
  const rows = [
    [1, 0],
    [-1, 0],
  ];
  await head.fit({ ...embeddingsOf(rows), identityOf: Int32Array.of(0, 0), identities: ['Ann'] }, 0);
  expect((await head.predict(embeddingsOf([[1, 0]]))).values.data[0]).toBe(0);
});
