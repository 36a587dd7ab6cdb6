import { expect, test } from 'vitest';
import type { Strangers } from '../../../src/heads/head.ts';
import { nearestNeighboursHead } from '../../../src/heads/nearest-neighbours.ts';
import { embeddingsOf } from '../../support/made-embeddings.ts';

/** Unit vectors at angles in degrees; the probe is at 0. */
function at(...degrees: number[]): number[][] {
  return degrees.map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]);
}

async function scores(k: number, strangers?: Strangers): Promise<Float32Array> {
  const head = nearestNeighboursHead(k);
  const set = { ...embeddingsOf(at(10, -12, 15, 40)), identityOf: Int32Array.of(0, 1, 1, 2) };
  await head.fit({ ...set, identities: ['Ann', 'Bob', 'Cy'], ...(strangers && { strangers }) }, 0);
  return (await head.predict(embeddingsOf(at(0)))).values.data;
}

const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);

test('one neighbour scores the best photo of everybody', async () => {
  const [ann, bob, cy] = await scores(1);
  expect([ann, bob, cy].map((score) => score.toFixed(6))).toEqual(
    [10, 12, 40].map((angle) => cosine(angle).toFixed(6)),
  );
});

test('with three neighbours two near photos outvote one that is a little nearer', async () => {
  const [ann, bob, cy] = await scores(3);
  expect(ann).toBeCloseTo(cosine(10), 6);
  expect(bob).toBeCloseTo(0.05 * Math.log(Math.exp(cosine(12) / 0.05) + Math.exp(cosine(15) / 0.05)), 6);
  expect(bob).toBeGreaterThan(ann);
  expect(cy).toBeCloseTo(cosine(40), 6);
});

test('strangers among the negatives take places among the neighbours', async () => {
  const strangers = { ...embeddingsOf(at(1)), personOf: Int32Array.of(0), role: 'negatives' as const };
  const [ann, bob] = await scores(3, strangers);
  expect(bob).toBeCloseTo(cosine(12), 6);
  expect(ann).toBeGreaterThan(bob);
});

test.each([0, -1, 1.5, Number.NaN])('%d neighbours are refused', (k) => {
  expect(() => nearestNeighboursHead(k)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
