import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { Head, HeadScores, StrangerRole, TrainingSet } from '../../src/heads/head.ts';
import { restoreHead } from '../../src/heads/restore-head.ts';
import type { HeadScoreKind } from '../../src/heads/score-kind.ts';
import { trainHeadsInTurn } from '../../src/heads/train-heads.ts';
import { row } from '../../src/numerics/matrix.ts';
import {
  embeddingsOf,
  MADE_NETWORKS,
  madeProbes,
  madeStrangers,
  madeTrainingSet,
} from '../support/made-embeddings.ts';

const SEED = 7;
const openSession = (graph: Uint8Array) => createSession(graph, { threads: 1 });
const ROLES: readonly StrangerRole[] = ['negatives', 'class'];
/** A kind of score that no head of each kind has. */
const OTHER_KIND: Record<HeadScoreKind, HeadScoreKind> = {
  cosine: 'log-likelihood-ratio',
  vote: 'cosine',
  logit: 'vote',
  probability: 'vote',
  'log-likelihood': 'vote',
  'log-likelihood-ratio': 'cosine',
};
/** Photos of each person: few, several and one. */
const MIXED = [3, 5, 1, 2, 4];

/** Everything a head owes its users. @param make called for every test, so that no test sees what another fitted */
export function describeHead(name: string, make: () => Head): void {
  describeFitting(name, make);
  describeFaults(name, make);
}

/** That the order of identities changes nothing: heads with random first weights need not promise it. */
export function describeSymmetry(name: string, make: () => Head): void {
  test(`head ${name}: the order of the identities decides the order of the columns and nothing else`, async () => {
    const set = madeTrainingSet(MIXED);
    const places = [3, 0, 4, 1, 2];
    const permuted = {
      ...set,
      identityOf: set.identityOf.map((identity) => places[identity]),
      identities: places.map((_, place) => set.identities[places.indexOf(place)]),
    };
    const { values } = await scoresOf(make, set);
    const { values: moved } = await scoresOf(make, permuted);
    const spread = Math.max(...values.data.map(Math.abs));
    for (let p = 0; p < 5; p++)
      for (let c = 0; c < 5; c++)
        expect(Math.abs(row(moved, p)[places[c]] - row(values, p)[c])).toBeLessThan(1e-4 * spread);
  });
}

async function fittedHead(make: () => Head, set: TrainingSet): Promise<Head> {
  const head = make();
  await head.fit(set, SEED);
  return head;
}

async function scoresOf(make: () => Head, set: TrainingSet): Promise<HeadScores> {
  return (await fittedHead(make, set)).predict(madeProbes(set.identities.length));
}

function describeFitting(name: string, make: () => Head): void {
  describe(`head ${name}`, () => {
    test('names new photos of the people it learnt, in finite scores of its kind', async () => {
      const head = await fittedHead(make, madeTrainingSet(MIXED));
      const { kind, values } = await head.predict(madeProbes(MIXED.length));
      expect(kind).toBe(head.scoreKind);
      expect([values.rows, values.cols]).toEqual([5, 5]);
      expect(values.data.every(Number.isFinite)).toBe(true);
      expect(namesOf(values)).toEqual([0, 1, 2, 3, 4]);
    });

    test('refitting with one seed gives the same scores bit for bit', async () => {
      const set = madeTrainingSet(MIXED);
      const head = await fittedHead(make, set);
      const first = await head.predict(madeProbes(5));
      await head.fit(madeTrainingSet([2, 2]), SEED);
      await head.fit(set, SEED);
      expect(await head.predict(madeProbes(5))).toEqual(first);
      expect(await scoresOf(make, set)).toEqual(first);
    });

    test('a probe scores the same on its own as among others', async () => {
      const head = await fittedHead(make, madeTrainingSet(MIXED));
      const together = await head.predict(madeProbes(5));
      const alone = await head.predict(madeProbes(1));
      expect(alone.values.data).toEqual(row(together.values, 0));
    });

    test('neither learning nor predicting changes what was given', async () => {
      const set = { ...madeTrainingSet(MIXED), strangers: madeStrangers(3, make().strangerRoles[0]) };
      const probes = madeProbes(5);
      const before = structuredClone([set, probes]);
      await (await fittedHead(make, set)).predict(probes);
      expect([set, probes]).toEqual(before);
    });

    test('learns from one photo of everybody', async () => {
      const { values } = await scoresOf(make, madeTrainingSet([1, 1, 1, 1]));
      expect(namesOf(values)).toEqual([0, 1, 2, 3]);
    });

    test.each([[[1]], [[4]]])('learns one identity of %j photos', async (counts) => {
      const { values } = await scoresOf(make, madeTrainingSet(counts));
      expect([values.rows, values.cols]).toEqual([1, 1]);
      expect(values.data.every(Number.isFinite)).toBe(true);
    });

    test('an identity with 500 photos does not swallow those with one', async () => {
      const { values } = await scoresOf(make, madeTrainingSet([500, 1, 1]));
      expect(namesOf(values)).toEqual([0, 1, 2]);
    });

    test('photos that are all the same are learnt', async () => {
      const set = madeTrainingSet([1, 1]);
      const twice = embeddingsOf([0, 0, 1, 1].map((n) => row(set.rows, n)));
      const { values } = await scoresOf(make, { ...set, ...twice, identityOf: Int32Array.of(0, 0, 1, 1) });
      expect(values.data.every(Number.isFinite)).toBe(true);
      expect(namesOf(values)).toEqual([0, 1]);
    });

    test.each(ROLES)('strangers as %s are learnt or refused', async (role) => {
      const set = { ...madeTrainingSet(MIXED), strangers: madeStrangers(4, role) };
      if (!make().strangerRoles.includes(role)) {
        await expect(fittedHead(make, set)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
        return;
      }
      const { values } = await scoresOf(make, set);
      expect(values.cols).toBe(role === 'class' ? 6 : 5);
      expect(namesOf(values)).toEqual([0, 1, 2, 3, 4]);
    });

    test('a head made again of what one has learnt gives the same scores bit for bit', async () => {
      const head = await fittedHead(make, madeTrainingSet(MIXED));
      const tools = { open: openSession, train: trainHeadsInTurn(openSession) };
      const again = restoreHead(structuredClone(head.snapshot()), tools);
      expect(again.scoreKind).toBe(head.scoreKind);
      expect(await again.predict(madeProbes(5))).toEqual(await head.predict(madeProbes(5)));
      expect(again.snapshot()).toEqual(head.snapshot());
    });
  });
}

function describeFaults(name: string, make: () => Head): void {
  describe(`head ${name}`, () => {
    test('a snapshot before fitting is a fault', () => {
      expect(() => make().snapshot()).toThrow(expect.objectContaining({ code: 'HEAD_NOT_FITTED' }));
    });

    test('a snapshot that lacks an array, or has one of another shape, is refused', async () => {
      const snapshot = (await fittedHead(make, madeTrainingSet([2, 2]))).snapshot();
      const tools = { open: openSession, train: trainHeadsInTurn(openSession) };
      for (const name of Object.keys(snapshot.arrays)) {
        const { [name]: array, ...others } = snapshot.arrays;
        const longer = { ...array, dims: [...array.dims, 2] };
        for (const arrays of [others, { ...others, [name]: longer }])
          expect(() => restoreHead({ ...snapshot, arrays }, tools), name).toThrow(
            expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
          );
      }
    });

    test('a snapshot of another length of embeddings, number of scores or kind of score is refused', async () => {
      const snapshot = (await fittedHead(make, madeTrainingSet([2, 2]))).snapshot();
      const tools = { open: openSession, train: trainHeadsInTurn(openSession) };
      const changes = [{ dimension: 17 }, { columnCount: 3 }, { scoreKind: OTHER_KIND[snapshot.scoreKind] }];
      for (const change of changes)
        expect(() => restoreHead({ ...snapshot, ...change }, tools), JSON.stringify(change)).toThrow(
          expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
        );
    });

    test('predicting before fitting is a fault', async () => {
      await expect(make().predict(madeProbes(1))).rejects.toMatchObject({ code: 'HEAD_NOT_FITTED' });
    });

    test('nobody to learn is a fault', async () => {
      const nobody = { ...madeTrainingSet([1]), identities: [] };
      await expect(fittedHead(make, nobody)).rejects.toMatchObject({ code: 'PEOPLE_EMPTY' });
    });

    test.each(faultySets())('learning from %s is a fault', async (_, set) => {
      await expect(fittedHead(make, set)).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
    });

    test('probes with NaN, of another length or of other networks are a fault', async () => {
      const head = await fittedHead(make, madeTrainingSet(MIXED));
      const good = madeProbes(1);
      const faulty = [
        embeddingsOf([good.rows.data.map((value, k) => (k === 3 ? Number.NaN : value))]),
        embeddingsOf([good.rows.data.map(() => 0)]),
        embeddingsOf([good.rows.data.subarray(1)]),
        { ...good, networks: [...MADE_NETWORKS, 'another'] },
      ];
      for (const probes of faulty)
        await expect(head.predict(probes)).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
    });
  });
}

/** Best column of each row. */
function namesOf(values: HeadScores['values']): number[] {
  return Array.from({ length: values.rows }, (_, p) => {
    const scores = row(values, p);
    return scores.indexOf(Math.max(...scores));
  });
}

function faultySets(): [string, TrainingSet][] {
  const set = madeTrainingSet([2, 2]);
  const withNaN = set.rows.data.map((value, i) => (i === 20 ? Number.NaN : value));
  const strangers = madeStrangers(2, 'class');
  const views = { rows: set.rows, photoOf: Int32Array.of(0, 1, 2, 3) };
  return [
    ['NaN', { ...set, rows: { ...set.rows, data: withNaN } }],
    ['zeros', { ...set, rows: { ...set.rows, data: set.rows.data.map(() => 0) } }],
    ['an identity without photos', { ...set, identities: [...set.identities, 'nobody'] }],
    ['fewer numbers than photos', { ...set, identityOf: set.identityOf.subarray(1) }],
    ['an identity that is not there', { ...set, identityOf: Int32Array.of(0, 0, 1, 2) }],
    ['views with NaN', { ...set, views: { ...views, rows: { ...set.rows, data: withNaN } } }],
    ['views of another length', { ...set, views: { ...views, rows: { ...set.rows, rows: 8, cols: 8 } } }],
    ['fewer photos than views', { ...set, views: { ...views, photoOf: Int32Array.of(0, 1) } }],
    [
      'a view of a photo that is not there',
      { ...set, views: { ...views, photoOf: Int32Array.of(0, 1, 2, 4) } },
    ],
    ['strangers of other networks', { ...set, strangers: { ...strangers, networks: ['another'] } }],
    [
      'strangers without photos',
      { ...set, strangers: { ...strangers, ...noRows(), personOf: new Int32Array(0) } },
    ],
  ];
}

function noRows(): Pick<TrainingSet, 'rows'> {
  return { rows: { data: new Float32Array(0), rows: 0, cols: 16 } };
}
