import { describe, expect, test } from 'vitest';
import { rowRange } from '../../../../src/numerics/matrix.ts';
import { galleryRecogniser } from '../../../../src/pipeline/recogniser.ts';
import { rejectingRecogniser } from '../../../../src/pipeline/rejection/rejecting-recogniser.ts';
import { cohortOf } from '../../../../src/pipeline/training/material.ts';
import { REJECTORS } from '../../../../src/rejection/rejectors/rejectors.ts';
import { madeMaterial } from '../training/made-material.ts';

const { gallery, strangers } = madeMaterial([4, 3, 5, 1, 2, 4], 8);
const cohort = cohortOf(strangers);
const NOBODY = { nonMated: { setOn: 'strangers', people: [] } } as const;

describe('a rejecting recogniser', () => {
  test('orders candidates as the recogniser it is made of, and adds what the rejector says', async () => {
    const base = galleryRecogniser(gallery);
    const rejecting = await rejectingRecogniser(base, { plan: { make: REJECTORS['distance-ratio'] } });
    const search = { candidateCount: 5, mates: strangers.labels.map(() => 2) };
    const before = await base.search(strangers.probes, search);
    const after = await rejecting.search(strangers.probes, search);
    expect(after.map(({ acceptance: _, ...hit }) => hit)).toEqual(before);
    for (const { acceptance } of after) {
      expect(acceptance).toBeLessThanOrEqual(1);
      expect(Number.isFinite(acceptance)).toBe(true);
    }
  });

  test('judges the candidate that comes first, whoever is best to the rejector', async () => {
    const base = galleryRecogniser(gallery);
    const last = {
      ...base,
      search: async (...asked: Parameters<typeof base.search>) =>
        (await base.search(asked[0], { ...asked[1], candidateCount: 6 })).map((hit) => ({
          ...hit,
          candidates: [...hit.candidates].reverse(),
        })),
    };
    const plan = { make: REJECTORS['max-cosine'] };
    const [best, worst] = [
      await rejectingRecogniser(base, { plan }),
      await rejectingRecogniser(last, { plan }),
    ];
    const [high] = await best.search(gallery.templates, { candidateCount: 1 });
    const [low] = await worst.search(gallery.templates, { candidateCount: 1 });
    expect(high?.acceptance).toBeCloseTo(1, 6);
    expect(low?.acceptance).toBeLessThan(0.5);
  });

  test('says the same of a face whatever else is searched', async () => {
    const plan = { make: REJECTORS.learned };
    const rejecting = await rejectingRecogniser(galleryRecogniser(gallery), {
      plan,
      cohort,
      calibration: NOBODY,
    });
    const all = await rejecting.search(gallery.templates, { candidateCount: 1 });
    const [one] = await rejecting.search(rowRange(gallery.templates, 7, 8), { candidateCount: 1 });
    expect(one).toEqual(all[7]);
  });

  test('bears the name of its rejector and the calibration it is given, not that of the templates', async () => {
    const calibration = {
      nonMated: { setOn: 'strangers', people: [[3], [4]] },
      mated: gallery.identities.map(() => [{ score: 9, isRight: true }]),
    } as const;
    const made = await rejectingRecogniser(galleryRecogniser({ ...gallery, mated: [] }), {
      plan: { make: REJECTORS['mean-cosine'] },
      calibration,
    });
    expect(made).toMatchObject({ rejector: 'mean-cosine', ...calibration });
  });

  test('refuses to work without what its rejector needs, and says what that is', async () => {
    const base = galleryRecogniser(gallery);
    await expect(
      rejectingRecogniser(base, { plan: { make: REJECTORS['adaptive-norm'] } }),
    ).rejects.toMatchObject({
      code: 'REJECTOR_EVIDENCE',
      message: expect.stringContaining('strangers'),
    });
    const energy = await rejectingRecogniser(base, { plan: { make: REJECTORS.energy } });
    await expect(energy.search(gallery.templates, { candidateCount: 1 })).rejects.toMatchObject({
      code: 'REJECTOR_EVIDENCE',
      message: expect.stringContaining('logits'),
    });
  });

  test('takes the scores of a head, where the recogniser has one', async () => {
    const base = galleryRecogniser(gallery);
    const values = { data: new Float32Array(6).fill(2), rows: 1, cols: 6 };
    const heads = { ...base, headScores: async () => ({ kind: 'logit', values }) as const };
    const rejecting = await rejectingRecogniser(heads, { plan: { make: REJECTORS.energy } });
    const [hit] = await rejecting.search(rowRange(gallery.templates, 0, 1), { candidateCount: 1 });
    expect(hit?.acceptance).toBeCloseTo(2 + Math.log(6), 6);
  });

  test('compares a face that a network failed on by the other network', async () => {
    const parts = [
      { dimension: 8, weight: 0.5 },
      { dimension: 8, weight: 0.5 },
    ];
    const half = gallery.templates.data.slice(0, 16).fill(0, 8);
    const length = Math.hypot(...half);
    const probe = { data: half.map((value) => value / length), rows: 1, cols: 16 };
    const rejecting = await rejectingRecogniser(galleryRecogniser({ ...gallery, parts }), {
      plan: { make: REJECTORS['max-cosine'] },
    });
    const [hit] = await rejecting.search(probe, { candidateCount: 1 });
    expect(hit?.acceptance).toBeCloseTo(1, 5);
  });
});
