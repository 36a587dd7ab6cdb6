import { describe, expect, test } from 'vitest';
import { nearestNeighboursHead } from '../../../src/heads/nearest-neighbours.ts';
import type { HeadSnapshot } from '../../../src/heads/snapshot.ts';
import { madeStrangers, madeTrainingSet } from '../../support/made-embeddings.ts';
import { restoredHead, trainedSnapshot } from '../../support/trained-snapshot.ts';

function expectRefused(snapshot: HeadSnapshot, of: string): void {
  expect(() => restoredHead(snapshot), of).toThrow(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }));
}

async function neighbours(): Promise<HeadSnapshot> {
  const head = nearestNeighboursHead(5);
  await head.fit({ ...madeTrainingSet([3, 2]), strangers: madeStrangers(2, 'negatives') }, 0);
  return head.snapshot();
}

test('a head that this version does not know is refused', async () => {
  expectRefused({ ...(await neighbours()), head: 'crystal-ball' }, 'crystal-ball');
  expectRefused({ ...(await neighbours()), head: 'toString' }, 'toString');
});

describe('neighbours', () => {
  test.each([undefined, 0, 1.5, '5', Number.NaN])('of the number %s are refused', async (neighbourCount) => {
    const { settings, ...snapshot } = await neighbours();
    expectRefused({ ...snapshot, settings: { ...settings, neighbourCount } as never }, 'count');
  });

  test.each([
    ['nobody of one column', (number: number) => (number === 1 ? 0 : number)],
    ['a number that is not whole', (number: number) => number + 0.5],
    ['a number below 0', (number: number) => (number > 1 ? -1 : number)],
  ])('with %s are refused', async (of, change) => {
    const snapshot = await neighbours();
    const { class_of } = snapshot.arrays;
    const arrays = { ...snapshot.arrays, class_of: { ...class_of, data: class_of.data.map(change) } };
    expectRefused({ ...snapshot, arrays }, of);
  });
});

describe('a trained head', () => {
  const snapshot = trainedSnapshot('mlp', 2, madeTrainingSet([3, 2]));
  const cosine = trainedSnapshot('arcface', 2, madeTrainingSet([3, 2]));

  test.each([
    { foldHeads: 0 },
    { foldHeads: 1.5 },
    { foldHeads: 3 },
    { foldHeads: 'two' },
    { hiddenCount: 7 },
    { dropout: '1/4' },
    { kind: 'perceptron' },
  ])('with the settings %j is refused', (change) => {
    expectRefused({ ...snapshot, settings: { ...snapshot.settings, ...change } }, 'settings');
  });

  test('of dense layers whose scores are said to be cosines is refused', () => {
    expectRefused({ ...snapshot, scoreKind: 'cosine' }, 'cosine');
  });

  test('of directions can be kept with any of its scores', () => {
    for (const scoreKind of ['cosine', 'logit', 'probability'] as const)
      expect(restoredHead({ ...cosine, scoreKind }).scoreKind).toBe(scoreKind);
  });
});
