import { describe, expect, test } from 'vitest';
import type { Head, StrangerRole } from '../../../src/heads/head.ts';
import { headGraph } from '../../../src/heads/head-graph.ts';
import { ldaHead } from '../../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../../../src/heads/nearest-neighbours.ts';
import { pldaHead } from '../../../src/heads/plda.ts';
import { TRAINED_SPECS } from '../../../src/heads/trained-spec.ts';
import { madeProbes, madeStrangers, madeTrainingSet } from '../../support/made-embeddings.ts';
import { largestDifference, scoresOfGraph } from '../../support/score-graph.ts';
import { restoredHead, trainedSnapshot } from '../../support/trained-snapshot.ts';

const PHOTO_COUNTS = [3, 5, 1, 9, 4];
const PROBE_COUNT = 8;
/** In shares of the largest score: float32 cannot tell more of a log-likelihood of hundreds. */
const TOLERANCE = 1e-5;

const CLOSED_FORM: [string, () => Head][] = [
  ['class-mean', nearestClassMeanHead],
  ['lda', ldaHead],
  ['lda, log-likelihood', () => ldaHead({ score: 'log-likelihood' })],
  ['plda', pldaHead],
  ['nearest-neighbour', () => nearestNeighboursHead(1)],
  ['5-nearest-neighbours', () => nearestNeighboursHead(5)],
  ['99-nearest-neighbours', () => nearestNeighboursHead(99)],
];

const cases = CLOSED_FORM.flatMap(([name, make]) =>
  [undefined, ...make().strangerRoles].map((role) => ({ name, role, make })),
);

test.each(cases)('the graph of $name scores as the head does, strangers: $role', async ({ make, role }) => {
  await expectSameScores(make(), role);
});

const TRAINED = Object.keys(TRAINED_SPECS) as (keyof typeof TRAINED_SPECS)[];

describe.each(TRAINED)('the graph of %s', (name) => {
  test.each([1, 4])('scores as %i fold heads do on average', async (foldCount) => {
    const snapshot = trainedSnapshot(name, foldCount, madeTrainingSet(PHOTO_COUNTS));
    const probes = madeProbes(PROBE_COUNT);
    const due = await restoredHead(snapshot).predict(probes);
    const found = await scoresOfGraph(headGraph(snapshot), probes.rows);
    expect(Math.max(...due.values.data) - Math.min(...due.values.data)).toBeGreaterThan(0.01);
    expect(largestDifference(found, due.values)).toBeLessThan(TOLERANCE);
  });
});

test.each(['logit', 'probability'] as const)(
  'the graph of a cosine head gives its %s too',
  async (scoreKind) => {
    const snapshot = { ...trainedSnapshot('arcface', 2, madeTrainingSet(PHOTO_COUNTS)), scoreKind };
    const probes = madeProbes(PROBE_COUNT);
    const { values } = await restoredHead(snapshot).predict(probes);
    const sum = values.data.subarray(0, PHOTO_COUNTS.length).reduce((total, value) => total + value, 0);
    if (scoreKind === 'probability') expect(sum).toBeCloseTo(1, 5);
    else expect(Math.max(...values.data)).toBeGreaterThan(1);
    expect(largestDifference(await scoresOfGraph(headGraph(snapshot), probes.rows), values)).toBeLessThan(
      TOLERANCE,
    );
  },
);

async function expectSameScores(head: Head, role: StrangerRole | undefined): Promise<void> {
  const strangers = role && { strangers: madeStrangers(3, role) };
  await head.fit({ ...madeTrainingSet(PHOTO_COUNTS), ...strangers }, 7);
  const probes = madeProbes(PROBE_COUNT);
  const due = await head.predict(probes);
  const found = await scoresOfGraph(headGraph(head.snapshot()), probes.rows);
  expect(due.values.cols).toBe(PHOTO_COUNTS.length + (role === 'class' ? 1 : 0));
  expect(largestDifference(found, due.values)).toBeLessThan(TOLERANCE);
}

test('a snapshot without an array of its head has no graph', async () => {
  const head = nearestClassMeanHead();
  await head.fit(madeTrainingSet(PHOTO_COUNTS), 7);
  expect(() => headGraph({ ...head.snapshot(), arrays: {} })).toThrow(
    expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
  );
});

test('a snapshot of neighbours without a photo of one identity has no graph', async () => {
  const head = nearestNeighboursHead(1);
  await head.fit(madeTrainingSet(PHOTO_COUNTS), 7);
  const snapshot = head.snapshot();
  const { class_of } = snapshot.arrays;
  const arrays = { ...snapshot.arrays, class_of: { ...class_of, data: class_of.data.map(() => 0) } };
  expect(() => headGraph({ ...snapshot, arrays })).toThrow(
    expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
  );
});

test('a snapshot of a trained head without fold heads has no graph', () => {
  const snapshot = trainedSnapshot('linear', 1, madeTrainingSet(PHOTO_COUNTS));
  expect(() => headGraph({ ...snapshot, settings: { ...snapshot.settings, foldHeads: 0 } })).toThrow(
    expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
  );
});

test('a head that nobody knows has no graph', async () => {
  const head = nearestClassMeanHead();
  await head.fit(madeTrainingSet(PHOTO_COUNTS), 7);
  expect(() => headGraph({ ...head.snapshot(), head: 'crystal-ball' })).toThrow(/crystal-ball/);
});
