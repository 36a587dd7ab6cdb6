import { describe, expect, test } from 'vitest';
import { innerProducts } from '../../src/numerics/inner-products.ts';
import { type Matrix, rowRange, selectRows } from '../../src/numerics/matrix.ts';
import { prepareRejectorSet } from '../../src/rejection/rejectors/prepare-set.ts';
import type { ProbeEvidence, Rejector, RejectorSet } from '../../src/rejection/rejectors/rejector.ts';
import { scoreWithAll } from '../../src/rejection/rejectors/score-with-all.ts';
import { madeRejectorProbes, madeRejectorSet } from '../support/made-rejector-set.ts';

/** Photos of each person: few, several and one. */
const MIXED = [3, 5, 1, 2, 4, 3];

/** Everything a rejector owes its users. @param make called for every test, so that no test sees what another fitted */
export function describeRejector(name: string, make: () => Rejector): void {
  const fitted = async (set: RejectorSet): Promise<Rejector> => {
    const rejector = make();
    await rejector.fit(prepareRejectorSet(set));
    return rejector;
  };

  describe(`rejector ${name}`, () => {
    test('scores enrolled people above strangers more often than not, in finite numbers', async () => {
      const set = madeRejectorSet(MIXED);
      const scores = (await fitted(set)).score(madeRejectorProbes(set));
      expect(scores.every(Number.isFinite)).toBe(true);
      const half = scores.length / 2;
      expect(shareOfWins(scores.subarray(0, half), scores.subarray(half))).toBeGreaterThan(0.7);
    });

    test('refitting gives the same scores bit for bit', async () => {
      const set = madeRejectorSet(MIXED);
      const probes = madeRejectorProbes(set);
      const rejector = await fitted(set);
      const first = rejector.score(probes);
      await rejector.fit(prepareRejectorSet(madeRejectorSet([2, 2])));
      await rejector.fit(prepareRejectorSet(set));
      expect(rejector.score(probes)).toEqual(first);
      expect((await fitted(set)).score(probes)).toEqual(first);
    });

    test('a probe scores the same whatever the order and number of the others', async () => {
      const set = madeRejectorSet(MIXED);
      const probes = madeRejectorProbes(set);
      const rejector = await fitted(set);
      const scores = rejector.score(probes);
      const order = [...scores.keys()].reverse();
      expect(rejector.score(selected(probes, order))).toEqual(scores.slice().reverse());
      expect(rejector.score(selected(probes, [3]))).toEqual(scores.slice(3, 4));
    });

    test('products given with the evidence lead to the scores that it computes itself', async () => {
      const set = madeRejectorSet(MIXED);
      const probes = madeRejectorProbes(set);
      const rejector = await fitted(set);
      const products = new Map<Matrix, Matrix>(
        rejector.operands().map((operand) => [operand, innerProducts(probes.embeddings, operand)]),
      );
      expect(rejector.score({ ...probes, products })).toEqual(rejector.score(probes));
      expect(await scoreWithAll([rejector], probes)).toEqual([rejector.score(probes)]);
    });

    test('neither learning nor scoring changes what was given', async () => {
      const set = madeRejectorSet(MIXED);
      const probes = madeRejectorProbes(set);
      const before = structuredClone([set, probes]);
      (await fitted(set)).score(probes);
      expect([set, probes]).toEqual(before);
    });

    test('no proposed identity scores above the best one, and one of them is it', async () => {
      const set = madeRejectorSet(MIXED);
      const probes = madeRejectorProbes(set);
      const rejector = await fitted(set);
      const best = rejector.score(probes);
      const ofEach = MIXED.map((_, identity) =>
        rejector.score({ ...probes, proposed: new Int32Array(best.length).fill(identity) }),
      );
      if (name === 'learned') {
        expect(ofEach.every((scores) => scores.every(Number.isFinite))).toBe(true);
        return;
      }
      best.forEach((score, p) => {
        expect(Math.max(...ofEach.map((scores) => scores[p] ?? Number.NaN))).toBe(score);
      });
    });

    test.each([[[4, 4]], [[9, 2, 2]]])('people with %j photos are learnt', async (counts) => {
      const set = madeRejectorSet(counts);
      expect((await fitted(set)).score(madeRejectorProbes(set)).every(Number.isFinite)).toBe(true);
    });

    test.each([[[1, 1, 1]], [[1]]])(
      'people with %j photos are learnt, or what is lacking is said',
      async (counts) => {
        const set = madeRejectorSet(counts);
        if (name === 'learned') {
          await expect(fitted(set)).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
          return;
        }
        expect((await fitted(set)).score(madeRejectorProbes(set)).every(Number.isFinite)).toBe(true);
      },
    );

    test('probes that are templates, and templates that are all the same, give finite scores', async () => {
      const set = madeRejectorSet([2, 2, 2]);
      const rejector = await fitted(set);
      const head = set.headScores;
      expect(
        rejector.score({ embeddings: set.templates, ...(head && { head }) }).every(Number.isFinite),
      ).toBe(true);
      const same = selectRows(set.templates, [0, 0, 0, 0, 0, 0]);
      const again = await fitted({ ...set, templates: same });
      expect(again.score(madeRejectorProbes(set)).every(Number.isFinite)).toBe(true);
    });

    test('no probes give no scores', async () => {
      const set = madeRejectorSet(MIXED);
      const none = selected(madeRejectorProbes(set), []);
      expect((await fitted(set)).score(none)).toHaveLength(0);
    });

    test('what it says that it needs, it misses', async () => {
      const { strangers: _, ...alone } = madeRejectorSet(MIXED);
      if (make().needs.strangers)
        await expect(fitted(alone)).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
      else await expect(fitted(alone)).resolves.toBeDefined();
      const set = madeRejectorSet(MIXED);
      const { embeddings } = madeRejectorProbes(set);
      const rejector = await fitted(set);
      if (rejector.needs.headScores)
        expect(() => rejector.score({ embeddings })).toThrow(
          expect.objectContaining({ code: 'REJECTOR_EVIDENCE' }),
        );
      else expect(rejector.score({ embeddings })).toHaveLength(embeddings.rows);
    });

    test('scoring before fitting is a fault', () => {
      const probes = madeRejectorProbes(madeRejectorSet(MIXED));
      expect(() => make().score(probes)).toThrow(expect.objectContaining({ code: 'REJECTOR_NOT_FITTED' }));
      expect(() => make().operands()).toThrow(expect.objectContaining({ code: 'REJECTOR_NOT_FITTED' }));
    });

    test.each(faultyProbes())('scoring %s is a fault', async (_, spoil) => {
      const set = madeRejectorSet(MIXED);
      const rejector = await fitted(set);
      expect(() => rejector.score(spoil(madeRejectorProbes(set)))).toThrow(
        expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
      );
    });
  });
}

/** The chance that one of the first scores above one of the second, ties counting half. */
function shareOfWins(first: Float64Array, second: Float64Array): number {
  let wins = 0;
  for (const a of first) for (const b of second) wins += a > b ? 1 : Number(a === b) / 2;
  return wins / (first.length * second.length);
}

function selected({ embeddings, head }: ProbeEvidence, places: readonly number[]): ProbeEvidence {
  return {
    embeddings: selectRows(embeddings, places),
    ...(head && { head: { kind: head.kind, values: selectRows(head.values, places) } }),
  };
}

function faultyProbes(): [string, (probes: ProbeEvidence) => ProbeEvidence][] {
  const withValue =
    (value: number) =>
    ({ embeddings, ...rest }: ProbeEvidence): ProbeEvidence => ({
      ...rest,
      embeddings: { ...embeddings, data: embeddings.data.map((old, i) => (i === 20 ? value : old)) },
    });
  return [
    ['NaN', withValue(Number.NaN)],
    ['a probe that is not of unit length', withValue(3)],
    [
      'probes of another length',
      (probes) => ({
        ...probes,
        embeddings: { ...probes.embeddings, cols: 8, rows: 2 * probes.embeddings.rows },
      }),
    ],
    [
      'fewer rows of head scores than probes',
      ({ head, ...rest }) => ({
        ...rest,
        ...(head && { head: { ...head, values: rowRange(head.values, 0, 3) } }),
      }),
    ],
    [
      'a proposed identity that is not there',
      (probes) => ({ ...probes, proposed: new Int32Array(probes.embeddings.rows).fill(MIXED.length) }),
    ],
  ];
}
