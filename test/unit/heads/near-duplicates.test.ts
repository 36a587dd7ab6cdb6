import { expect, test } from 'vitest';
import { nearDuplicatePairs } from '../../../src/heads/near-duplicates.ts';
import { embeddingsOf } from '../../support/made-embeddings.ts';

test('pairs above the limit are found in every block, once, the lower place first', () => {
  const rows = Array.from({ length: 130 }, (_, n) => {
    const angle = ((n % 65) * Math.PI) / 65;
    return [3 * Math.cos(angle), 3 * Math.sin(angle)];
  });
  const pairs = [...nearDuplicatePairs(embeddingsOf(rows).rows, 0.99999)];
  expect(pairs).toEqual(Array.from({ length: 65 }, (_, n) => [n, n + 65]));
});

test('a pair at the limit is not above it', () => {
  const { rows } = embeddingsOf([
    [1, 0],
    [2, 0],
  ]);
  expect([...nearDuplicatePairs(rows, 1)]).toEqual([]);
  expect([...nearDuplicatePairs(rows, 0.5)]).toEqual([[0, 1]]);
});
