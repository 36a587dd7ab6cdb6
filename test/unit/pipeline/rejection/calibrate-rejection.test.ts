import { describe, expect, test } from 'vitest';
import { row } from '../../../../src/numerics/matrix.ts';
import { calibrateRejection } from '../../../../src/pipeline/rejection/calibrate-rejection.ts';
import { defineRejector } from '../../../../src/rejection/rejectors/define-rejector.ts';
import type { Rejector } from '../../../../src/rejection/rejectors/rejector.ts';
import { REJECTORS, type RejectorName } from '../../../../src/rejection/rejectors/rejectors.ts';
import { madeMaterial } from '../training/made-material.ts';

const PEOPLE = [4, 3, 5, 1, 2, 4];
const material = madeMaterial(PEOPLE, 10);
const alone = { ...material, strangers: madeMaterial(PEOPLE, 0).strangers };

/** Says of every probe whether it learnt from that very embedding: 1 where it did, else 0. */
function memory(needs: Rejector['needs']): Rejector {
  return defineRejector({
    name: 'memory',
    needs,
    learn: ({ templates, strangers }) => {
      const known = new Set<string>();
      for (const m of [templates, ...(strangers ? [strangers.embeddings] : [])])
        for (let n = 0; n < m.rows; n++) known.add(row(m, n).join());
      return {
        operands: [],
        score: ({ embeddings }) =>
          Float64Array.from({ length: embeddings.rows }, (_, p) =>
            known.has(row(embeddings, p).join()) ? 1 : 0,
          ),
      };
    },
  });
}

/** Says of every probe how many photos of strangers it learnt from. */
const crowd = (): Rejector =>
  defineRejector({
    name: 'crowd',
    needs: { strangers: true },
    learn: ({ strangers }) => ({
      operands: [],
      score: ({ embeddings }) => new Float64Array(embeddings.rows).fill(strangers?.embeddings.rows ?? 0),
    }),
  });

describe('calibrating a rejector', () => {
  test('judges strangers by rejectors that learnt from others alone', async () => {
    const { nonMated } = await calibrateRejection(material, { make: () => memory({ strangers: true }) });
    expect(nonMated.setOn).toBe('strangers');
    expect(nonMated.people).toHaveLength(10);
    expect(nonMated.people.every((scores) => scores.length === 2)).toBe(true);
    expect(nonMated.people.flat().every((score) => score === 0)).toBe(true);
  });

  test('lets a rejector learn from four fifths of the strangers for each judgement, and keeps all of them', async () => {
    const { nonMated, cohort } = await calibrateRejection(material, { make: crowd });
    expect(nonMated.people.flat().every((score) => score === 16)).toBe(true);
    expect(cohort?.embeddings).toEqual(material.strangers.probes);
    expect(cohort?.personOf).toEqual(Int32Array.from({ length: 20 }, (_, n) => n >> 1));
  });

  test('judges enrolled photos by rejectors that did not learn from them', async () => {
    const { mated } = await calibrateRejection(material, { make: () => memory({}) });
    expect(mated?.map((searches) => searches.length)).toEqual([4, 3, 5, 0, 2, 4]);
    for (const { score } of (mated ?? []).flat()) expect(score).toBe(0);
    expect((mated ?? []).flat().filter(({ isRight }) => isRight).length).toBeGreaterThan(14);
  });

  test('keeps no strangers for a rejector that does not need them', async () => {
    expect(await calibrateRejection(material, { make: () => memory({}) })).not.toHaveProperty('cohort');
  });

  test('without strangers searches enrolled people where they are not enrolled', async () => {
    const { nonMated } = await calibrateRejection(alone, { make: () => memory({}) });
    expect(nonMated.setOn).toBe('leave-one-identity-out');
    expect(nonMated.people.map((scores) => scores.length)).toEqual(PEOPLE);
    expect(nonMated.people.flat().every((score) => score === 0)).toBe(true);
  });

  test.each([
    'max-cosine',
    'distance-ratio',
    'neighbour-distance',
    'mahalanobis',
    'open-max',
    'extreme-value-machine',
    'adaptive-norm',
    'learned',
  ] satisfies RejectorName[])(
    'by %s puts enrolled people above strangers they are not known from',
    async (name) => {
      const { nonMated, mated } = await calibrateRejection(material, { make: REJECTORS[name] });
      const strangers = nonMated.people.flat();
      const enrolled = (mated ?? []).flat().map(({ score }) => score);
      const wins = enrolled.flatMap((score) => strangers.map((other) => (score > other ? 1 : 0)));
      expect(wins.reduce((sum: number, win) => sum + win, 0) / wins.length).toBeGreaterThan(0.7);
    },
  );

  test.each([
    ['learned', alone, 'strangers'],
    ['energy', material, 'head'],
    ['mean-cosine', { ...alone, gallery: madeMaterial([3], 0).gallery }, 'threshold'],
    ['adaptive-norm', { ...material, strangers: madeMaterial(PEOPLE, 1).strangers }, 'two strangers'],
  ] as const)(
    'is refused for %s where it cannot be done, with what would help',
    async (name, given, said) => {
      const ended = calibrateRejection(given, { make: REJECTORS[name] });
      await expect(ended).rejects.toMatchObject({
        code: 'REJECTOR_EVIDENCE',
        message: expect.stringContaining(said),
      });
    },
  );

  test('stops when it is told to', async () => {
    const ended = calibrateRejection(material, { make: () => memory({}), signal: AbortSignal.abort() });
    await expect(ended).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
