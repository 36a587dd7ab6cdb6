import { describe, expect, test } from 'vitest';
import { adaptiveNormRejector } from '../../../../src/rejection/rejectors/adaptive-norm.ts';
import { autoencoderRejector } from '../../../../src/rejection/rejectors/autoencoder.ts';
import {
  distanceAndProbabilityRejector,
  distanceAndProbabilityScore,
} from '../../../../src/rejection/rejectors/distance-and-probability.ts';
import { distanceRatioRejector } from '../../../../src/rejection/rejectors/distance-ratio.ts';
import { energyRejector } from '../../../../src/rejection/rejectors/energy.ts';
import { extremeValueMachineRejector } from '../../../../src/rejection/rejectors/extreme-value-machine.ts';
import { identityCosineRejector } from '../../../../src/rejection/rejectors/identity-cosine.ts';
import { mahalanobisRejector } from '../../../../src/rejection/rejectors/mahalanobis.ts';
import { maxSoftmaxRejector } from '../../../../src/rejection/rejectors/max-softmax.ts';
import { neighbourDistanceRejector } from '../../../../src/rejection/rejectors/neighbour-distance.ts';
import { openMaxRejector } from '../../../../src/rejection/rejectors/open-max.ts';
import { prepareRejectorSet } from '../../../../src/rejection/rejectors/prepare-set.ts';
import type { HeadEvidence, Rejector, RejectorSet } from '../../../../src/rejection/rejectors/rejector.ts';
import { embeddingsOf } from '../../../support/made-embeddings.ts';

/** Unit vectors of the plane by their angle in degrees: Ann at 0 and 60, Ben at 180. */
const at = (degrees: number): number[] => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
];
const plane: RejectorSet = {
  templates: embeddingsOf([at(0), at(60), at(180)]).rows,
  identityOf: Int32Array.of(0, 0, 1),
  identityCount: 2,
};
const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
const distance = (degrees: number): number => Math.sqrt(2 - 2 * cosine(degrees));

async function scoreAt(rejector: Rejector, degrees: number, proposed?: number): Promise<number> {
  return (await scoresOf(rejector, plane, { degrees, ...(proposed !== undefined && { proposed }) }))[0];
}

async function scoresOf(
  rejector: Rejector,
  set: RejectorSet,
  { degrees = 0, proposed, head }: { degrees?: number; proposed?: number; head?: HeadEvidence },
): Promise<Float64Array> {
  await rejector.fit(prepareRejectorSet(set));
  const count = head?.values.rows ?? 1;
  return rejector.score({
    embeddings: embeddingsOf(Array.from({ length: count }, () => at(degrees))).rows,
    ...(proposed !== undefined && { proposed: Int32Array.of(proposed) }),
    ...(head && { head }),
  });
}

const headOf = (kind: HeadEvidence['kind'], ...rows: number[][]): HeadEvidence => ({
  kind,
  values: embeddingsOf(rows).rows,
});

describe('a probe at 50 degrees', () => {
  test('is 10 degrees from the nearest template, 20 from the mean of Ann, and the blend is half of each', async () => {
    expect(await scoreAt(identityCosineRejector('nearest'), 50)).toBeCloseTo(cosine(10), 6);
    expect(await scoreAt(identityCosineRejector('mean'), 50)).toBeCloseTo(cosine(20), 6);
    expect(await scoreAt(identityCosineRejector('blend'), 50)).toBeCloseTo((cosine(10) + cosine(20)) / 2, 6);
  });

  test('is 130 degrees from Ben when he is proposed', async () => {
    expect(await scoreAt(identityCosineRejector('nearest'), 50, 1)).toBeCloseTo(cosine(130), 6);
  });

  test('has Ben as its rival, not the other photo of Ann', async () => {
    expect(await scoreAt(distanceRatioRejector(), 50)).toBeCloseTo(1 - distance(10) / distance(130), 5);
    expect(await scoreAt(distanceRatioRejector(), 50, 1)).toBeCloseTo(1 - distance(130) / distance(10), 3);
  });

  test('has its second neighbour 50 degrees away, and the furthest when there are not enough', async () => {
    expect(await scoreAt(neighbourDistanceRejector(2), 50)).toBeCloseTo(-distance(50), 6);
    expect(await scoreAt(neighbourDistanceRejector(9), 50)).toBeCloseTo(-distance(130), 6);
  });
});

describe('the distance-and-probability rule', () => {
  test.each([
    [1.36, 0.09, false],
    [1.35, 0.09, true],
    [1.36, 0.1, true],
    [0, 0, true],
    [4, 0.999, true],
    [4, 0, false],
  ])('at distance %d and probability %d accepts: %s', (squared, probability, isAccepted) => {
    expect(distanceAndProbabilityScore(squared, probability) >= 0).toBe(isAccepted);
  });

  test('takes the nearest template and the best probability of the enrolled, not that of strangers', async () => {
    // 120 degrees from Ann at 0 and 60 from Ann at 60 and from Ben: squared distance 2 - 2 cos(60) = 1.
    const head = headOf('probability', [0.02, 0.05, 0.93]);
    const [score] = await scoresOf(distanceAndProbabilityRejector(), plane, { degrees: 120, head });
    expect(score).toBeCloseTo((1.35 - 1) / 1.35, 5);
    const strict = distanceAndProbabilityRejector({ distance: 0.5, probability: 0.1 });
    const [refused] = await scoresOf(strict, plane, { degrees: 120, head });
    expect(refused).toBeCloseTo(-0.5, 5);
  });
});

describe('scores of heads', () => {
  test('the maximum softmax is given as log-odds, of logits and of probabilities alike', async () => {
    const logits = headOf('logit', [Math.log(6), Math.log(3), 0]);
    const [ofLogits] = await scoresOf(maxSoftmaxRejector(), plane, { head: logits });
    expect(ofLogits).toBeCloseTo(Math.log(6 / 4), 6);
    const probabilities = headOf('probability', [0.6, 0.3, 0.1]);
    const [ofProbabilities] = await scoresOf(maxSoftmaxRejector(), plane, { head: probabilities });
    expect(ofProbabilities).toBeCloseTo(Math.log(6 / 4), 6);
    const [ofBen] = await scoresOf(maxSoftmaxRejector(), plane, { head: probabilities, proposed: 1 });
    expect(ofBen).toBeCloseTo(Math.log(3 / 7), 6);
  });

  test('sure heads do not round to the same score', async () => {
    const head = headOf('logit', [50, 0], [60, 0]);
    const [sure = 0, surer = 0] = await scoresOf(maxSoftmaxRejector(), plane, { head });
    expect([sure, surer]).toEqual([50, 60]);
  });

  test('the energy leaves the column of strangers out and heeds the temperature', async () => {
    const head = headOf('logit', [2, 2, 99]);
    expect((await scoresOf(energyRejector(), plane, { head }))[0]).toBeCloseTo(2 + Math.LN2, 6);
    expect((await scoresOf(energyRejector(4), plane, { head }))[0]).toBeCloseTo(2 + 4 * Math.LN2, 6);
  });

  test('logits do not come from probabilities, nor probabilities from cosines', async () => {
    const needsLogits = scoresOf(energyRejector(), plane, { head: headOf('probability', [0.5, 0.5]) });
    await expect(needsLogits).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
    const needsProbabilities = scoresOf(maxSoftmaxRejector(), plane, { head: headOf('cosine', [0.5, 0.5]) });
    await expect(needsProbabilities).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
  });
});

describe('fitted distributions', () => {
  test('with one photo of everybody Mahalanobis is D times the squared distance', async () => {
    const set = { ...plane, templates: embeddingsOf([at(0), at(180)]).rows, identityOf: Int32Array.of(0, 1) };
    const [score] = await scoresOf(mahalanobisRejector(), set, { degrees: 60 });
    expect(score).toBeCloseTo(-2 * (2 - 2 * cosine(60)), 4);
  });

  test('a template between two near negatives has a narrower margin than one far from them', async () => {
    const set = {
      templates: embeddingsOf([at(0), at(20), at(-20), at(180)]).rows,
      identityOf: Int32Array.of(0, 1, 2, 3),
      identityCount: 4,
    };
    const crowded = await scoresOf(extremeValueMachineRejector(2), set, { degrees: 8, proposed: 0 });
    const lonely = await scoresOf(extremeValueMachineRejector(2), set, { degrees: 172, proposed: 3 });
    expect(lonely[0]).toBeGreaterThan(crowded[0]);
    // Both negatives are 20 degrees away, so the margin is half of that and as sharp as it may be.
    const margin = Math.log(distance(20) / 2) - Math.log(distance(8));
    expect(crowded[0] / (1000 * margin)).toBeCloseTo(1, 2);
  });

  test('a cohort of known cosines normalises both sides', async () => {
    const strangers = { embeddings: embeddingsOf([at(90), at(120)]).rows, personOf: Int32Array.of(0, 1) };
    const rejector = adaptiveNormRejector({ rule: 'nearest' });
    const [score] = await scoresOf(rejector, { ...plane, strangers }, { degrees: 0, proposed: 0 });
    // Probe and template are the same vector; cohort cosines 0 and -0.5: mean -0.25, deviation 0.25.
    expect(score).toBeCloseTo((1 + 0.25) / 0.25, 4);
  });

  test('an autoencoder of templates on one axis rebuilds what lies on it and nothing across it', async () => {
    const set = { ...plane, templates: embeddingsOf([at(0), at(180)]).rows, identityOf: Int32Array.of(0, 1) };
    expect((await scoresOf(autoencoderRejector(), set, { degrees: 180 }))[0]).toBeCloseTo(0, 6);
    expect((await scoresOf(autoencoderRejector(), set, { degrees: 30 }))[0]).toBeCloseTo(-0.25, 6);
  });

  test('OpenMax takes the whole activation away beyond every distance seen', async () => {
    const tight = [0, 2, 4, 180, 182, 184].map(at);
    const set = {
      ...plane,
      templates: embeddingsOf(tight).rows,
      identityOf: Int32Array.of(0, 0, 0, 1, 1, 1),
    };
    const rejector = openMaxRejector({ tailSize: 6, recalibratedCount: 1 });
    const [far] = await scoresOf(rejector, set, { degrees: 62 });
    expect(far).toBeCloseTo(-16 * cosine(60), 3);
    const [near = 0] = await scoresOf(rejector, set, { degrees: 2 });
    expect(near).toBeGreaterThan(0);
  });
});

test.each([
  () => neighbourDistanceRejector(0),
  () => energyRejector(0),
  () => extremeValueMachineRejector(1),
  () => openMaxRejector({ tailSize: 1.5 }),
  () => adaptiveNormRejector({ cohortSize: 1 }),
  () => autoencoderRejector(1),
])('a setting out of range is refused: %s', (make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
