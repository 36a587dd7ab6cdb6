import { describe, expect, test } from 'vitest';
import type { Head, TrainingSet } from '../../../../src/heads/head.ts';
import { nearestClassMeanHead } from '../../../../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../../../../src/heads/nearest-neighbours.ts';
import { galleryRecogniser } from '../../../../src/pipeline/recogniser.ts';
import { headRecogniser } from '../../../../src/pipeline/training/head-recogniser.ts';
import { trainRecogniser } from '../../../../src/pipeline/training/train-recogniser.ts';
import { type ValidationPlan, validateHeads } from '../../../../src/pipeline/training/validate-heads.ts';
import { REJECTORS, type RejectorName } from '../../../../src/rejection/rejectors/rejectors.ts';
import { madeMaterial } from './made-material.ts';

const PEOPLE = [4, 3, 5, 1, 2, 4];

/** A plan that records every set its heads are fitted with. */
function planOf(heads: readonly string[], strangerUse: ValidationPlan['strangerUse'] = 'calibration') {
  const fitted: TrainingSet[] = [];
  const make = (name: string): Head => {
    const head = name === 'nearest-neighbours' ? nearestNeighboursHead(1) : nearestClassMeanHead();
    return {
      ...head,
      fit: async (set, seed) => {
        fitted.push(set);
        await head.fit(set, seed);
      },
    };
  };
  return { plan: { heads, make, seed: 3, strangerUse }, fitted };
}

describe('judging heads', () => {
  test('every photo that is judged was held out of the fit that judged it', async () => {
    const material = madeMaterial(PEOPLE, 6);
    const { plan, fitted } = planOf(['class-mean']);
    await validateHeads(material, plan);
    expect(fitted).toHaveLength(3);
    const { rows } = material.gallery.templates;
    const heldOut = fitted.reduce((sum, set) => sum + rows - set.rows.rows, 0);
    // The one photo of a person, and photos pinned so that everybody is learnt, are never held out.
    expect(heldOut).toBeGreaterThan(rows / 2);
    expect(heldOut).toBeLessThan(rows);
    for (const set of fitted) expect(new Set(set.identityOf).size).toBe(PEOPLE.length);
  });

  test('the templates alone come first, then each head rejecting by itself and by the templates', async () => {
    const { plan } = planOf(['class-mean', 'nearest-neighbours']);
    const ways = await validateHeads(madeMaterial(PEOPLE, 6), plan);
    expect(ways.map(({ head, rejection }) => `${head} ${rejection}`)).toEqual([
      'gallery gallery',
      'class-mean head',
      'class-mean gallery',
      'nearest-neighbours head',
      'nearest-neighbours gallery',
    ]);
    for (const way of ways) expect(way.rank1).toBe(1);
    for (const way of ways) expect(way.auroc).toBeGreaterThan(0.9);
  });

  test('without strangers nothing is said about rejecting', async () => {
    const ways = await validateHeads(madeMaterial(PEOPLE, 0), planOf(['class-mean']).plan);
    expect(ways.map(({ dirAt1Percent, auroc }) => [dirAt1Percent, auroc])).toEqual(
      ways.map(() => [null, null]),
    );
  });

  test('nobody is judged where everybody has one photo', async () => {
    expect(await validateHeads(madeMaterial([1, 1, 1, 1], 3), planOf(['class-mean']).plan)).toEqual([]);
  });
});

describe('training a recogniser', () => {
  test('the searches kept for probabilities are the out-of-fold ones of the way that was taken', async () => {
    for (const strangerCount of [6, 0]) {
      const material = madeMaterial(PEOPLE, strangerCount);
      const { plan } = planOf(['class-mean', 'nearest-neighbours']);
      const { name, trained } = await trainRecogniser(material, plan);
      const judged = await validateHeads(material, plan);
      const taken = judged.find(({ head, rejection }) => head === name && rejection === trained.rejection);
      expect(trained.mated).toEqual(taken?.mated);
      expect(trained.mated).toHaveLength(PEOPLE.length);
      // The person with one photo was never held out.
      expect(trained.mated?.[3]).toEqual([]);
      expect(headRecogniser(material.gallery, trained).mated).toBe(trained.mated);
    }
  });

  test('the validation it reports holds no scores of people', async () => {
    const { validation } = await trainRecogniser(madeMaterial(PEOPLE, 6), planOf(['class-mean']).plan);
    for (const way of validation) expect(way).not.toHaveProperty('mated');
  });

  test('where nobody could be held out there is nothing to learn probabilities from', async () => {
    const { trained } = await trainRecogniser(madeMaterial([1, 1, 1], 3), planOf(['class-mean']).plan);
    expect(trained).not.toHaveProperty('mated');
  });

  test('the same seed gives the same recogniser', async () => {
    const material = madeMaterial(PEOPLE, 6);
    const [first, second] = await Promise.all(
      [1, 2].map(async () => await trainRecogniser(material, planOf(['class-mean']).plan)),
    );
    expect(first?.trained.nonMated).toEqual(second?.trained.nonMated);
    expect(first?.validation).toEqual(second?.validation);
  });

  test('strangers that are learnt from are not calibrated on', async () => {
    const material = madeMaterial(PEOPLE, 6);
    const { plan, fitted } = planOf(['class-mean'], 'class');
    const { trained } = await trainRecogniser(material, plan);
    expect(fitted.map(({ strangers }) => strangers?.rows.rows)).toEqual([8, 8, 8, 6]);
    expect(trained.nonMated.people).toHaveLength(3);
    expect(trained.nonMated.people.flat()).toHaveLength(6);
  });

  test('without strangers the templates reject, by their own calibration', async () => {
    const material = madeMaterial(PEOPLE, 0);
    const { trained } = await trainRecogniser(material, planOf(['class-mean']).plan);
    expect(trained.rejection).toBe('gallery');
    expect(trained.nonMated).toBe(material.gallery.nonMated);
  });

  test('the scores it is calibrated on are those that its searches give', async () => {
    const material = madeMaterial(PEOPLE, 6);
    const { trained } = await trainRecogniser(material, planOf(['class-mean']).plan);
    const recogniser = headRecogniser(material.gallery, trained);
    const hits = await recogniser.search(material.strangers.probes, { candidateCount: 1 });
    expect(trained.nonMated.people.flat()).toEqual(hits.map(({ candidates: [best] }) => best?.score));
  });
});

describe('a recogniser with heads', () => {
  test('two heads of one kind name as one does, whatever their weights', async () => {
    const { gallery, strangers } = madeMaterial(PEOPLE, 4);
    const { plan } = planOf(['class-mean']);
    const { head, trained } = await trainRecogniser({ gallery, strangers }, plan);
    const two = [
      { head, weight: 3 },
      { head, weight: 1 },
    ];
    const one = headRecogniser(gallery, { ...trained, rejection: 'head' });
    const both = headRecogniser(gallery, { ...trained, rejection: 'head', heads: two });
    const [ofOne] = await one.search(strangers.probes, { candidateCount: 3 });
    const [ofBoth] = await both.search(strangers.probes, { candidateCount: 3 });
    expect(ofBoth?.candidates.map(({ identity }) => identity)).toEqual(
      ofOne?.candidates.map(({ identity }) => identity),
    );
    expect(ofBoth?.candidates[0]?.score).toBeCloseTo(ofOne?.candidates[0]?.score ?? Number.NaN, 5);
  });

  test('a gallery alone searches as it always did', async () => {
    const { gallery, strangers } = madeMaterial(PEOPLE, 4);
    const [hit] = await galleryRecogniser(gallery).search(strangers.probes, { candidateCount: 2 });
    expect(hit?.candidates).toHaveLength(2);
    expect(hit?.candidates[0]?.score).toBeGreaterThanOrEqual(hit?.candidates[1]?.score ?? Number.NaN);
  });
});

describe('training with a rejector', () => {
  const plan = (heads: readonly string[], name: RejectorName) => ({
    ...planOf(heads).plan,
    rejection: { make: REJECTORS[name] },
  });

  test('the rejector rejects in every way that is judged', async () => {
    const ways = await validateHeads(madeMaterial(PEOPLE, 8), plan(['class-mean'], 'learned'));
    expect(ways.map(({ head, rejection }) => `${head} ${rejection}`)).toEqual([
      'gallery rejector',
      'class-mean rejector',
    ]);
    for (const way of ways) expect(way.auroc).toBeGreaterThan(0.9);
  });

  test('what it says of strangers and of photos held out is what the recogniser is calibrated on', async () => {
    const material = madeMaterial(PEOPLE, 8);
    const { trained } = await trainRecogniser(material, plan(['class-mean'], 'distance-ratio'));
    expect(trained.rejection).toBe('rejector');
    expect(trained.nonMated.people).toHaveLength(8);
    // Ratios lie between 0 and 1; the class means' cosines of these people go far below 0.
    const said = [
      ...trained.nonMated.people.flat(),
      ...(trained.mated ?? []).flat().map(({ score }) => score),
    ];
    for (const score of said) {
      expect(score).toBeLessThanOrEqual(1);
      expect(score).toBeGreaterThan(-1);
    }
    const judged = await validateHeads(material, plan(['class-mean'], 'distance-ratio'));
    expect(trained.mated).toEqual(judged[1]?.mated);
  });

  test('without strangers the gallery brings the calibration, or there is none', async () => {
    const material = madeMaterial(PEOPLE, 0);
    const rejection = {
      rejector: 'mean-cosine',
      nonMated: { setOn: 'leave-one-identity-out', people: [[7]] },
    } as const;
    const calibrated = { ...material, gallery: { ...material.gallery, rejection } };
    const { trained } = await trainRecogniser(calibrated, plan(['class-mean'], 'mean-cosine'));
    expect(trained.nonMated).toEqual(rejection.nonMated);
    await expect(trainRecogniser(material, plan(['class-mean'], 'mean-cosine'))).rejects.toMatchObject({
      code: 'REJECTOR_EVIDENCE',
      message: expect.stringContaining('--strangers'),
    });
  });

  test('a rejector of logits is refused with a head that has none', async () => {
    const ended = validateHeads(madeMaterial(PEOPLE, 8), plan(['class-mean'], 'energy'));
    await expect(ended).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
  });
});
