import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { findUnknowns, pseudoLabels, rowsToLearn } from '../../../src/recipes/decision-rules.ts';
import { fuseDistances } from '../../../src/recipes/fuse-distances.ts';
import type { PseudoLabelRule } from '../../../src/recipes/recipe.ts';
import { compareRows, replay } from '../../../src/recipes/replay.ts';

const rule = aivivnRecipe.unknown;
const [step4, step6] = aivivnRecipe.rounds.map((round) => round.pseudoLabels as PseudoLabelRule);
const photo = (image: string, probability: number, distance: number, label = '7') => ({
  image,
  label,
  probability,
  distance,
});
const images = (photos: readonly { image: string }[]) => photos.map(({ image }) => image);

describe('the fused distance', () => {
  it('is the weighted sum over networks', () => {
    const distances = new Map([
      ['a', Float64Array.of(1, 0)],
      ['b', Float64Array.of(2, 4)],
    ]);
    expect([...fuseDistances({ a: 0.75, b: 0.25 }, distances)]).toEqual([1.25, 1]);
  });

  it('lies between the least and the largest of its networks', () => {
    const value = fc.double({ min: 0, max: 4, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, weight) => {
        const given = new Map([
          ['a', Float64Array.of(a)],
          ['b', Float64Array.of(b)],
        ]);
        const fused = fuseDistances({ a: weight, b: 1 - weight }, given)[0];
        expect(fused).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-12);
        expect(fused).toBeLessThanOrEqual(Math.max(a, b) + 1e-12);
      }),
    );
  });

  it('is refused where a network lacks photos or is missing', () => {
    const given = new Map([
      ['a', Float64Array.of(1, 0)],
      ['b', Float64Array.of(2)],
    ]);
    const fault = (says: RegExp) =>
      expect.objectContaining({ code: 'DIMENSION_MISMATCH', message: expect.stringMatching(says) });
    expect(() => fuseDistances({ a: 0.5, b: 0.5 }, given)).toThrow(fault(/b are of 1 photos, others of 2/));
    expect(() => fuseDistances({ a: 0.5, c: 0.5 }, given)).toThrow(fault(/c are missing/));
    expect(() => fuseDistances({ c: 0.5, a: 0.5 }, given)).toThrow(fault(/c are missing/));
  });
});

describe('the unknown rule', () => {
  it('asks for both, strictly, and puts the farthest first', () => {
    const photos = [
      photo('near', 0.05, 1.2),
      photo('sure', 0.5, 1.5),
      photo('far', 0.05, 1.4),
      photo('farther', 0.05, 1.6),
      photo('at the distance', 0.05, 1.35),
      photo('at the probability', 0.1, 1.5),
    ];
    expect(images(findUnknowns(rule, photos, new Set()).byRule)).toEqual(['farther', 'far']);
  });

  it('adds photos without a face that it did not find itself', () => {
    const photos = [photo('drawing', 0.9, 0.3), photo('far', 0.05, 1.4), photo('face', 0.9, 0.3)];
    const { byRule, withoutFace } = findUnknowns(rule, photos, new Set(['far', 'drawing']));
    expect([images(byRule), images(withoutFace)]).toEqual([['far'], ['drawing']]);
    const never = findUnknowns({ ...rule, withoutFace: false }, photos, new Set(['drawing']));
    expect(never.withoutFace).toEqual([]);
  });

  it('keeps the order in which photos without a face were given', () => {
    const photos = [photo('a', 0.9, 0.3), photo('b', 0.9, 0.3), photo('c', 0.9, 0.3)];
    expect(images(findUnknowns(rule, photos, new Set(['c', 'a'])).withoutFace)).toEqual(['c', 'a']);
  });
});

describe('pseudo-labels', () => {
  const photos = [photo('a', 0.65, 0.1), photo('b', 0.66, 0.9), photo('c', 0.66, 0.89), photo('d', 0.2, 0.1)];

  it('of step 5 are surer than 0.65 and nearer than 0.9, strictly', () => {
    expect(pseudoLabels(step4 as PseudoLabelRule, photos)).toEqual([{ image: 'c', label: '7' }]);
  });

  it('of step 6 are surer than 0.65, however far and whichever class', () => {
    const answers = [...photos, { image: 'e', label: '1000', probability: 0.8 }];
    expect(images(pseudoLabels(step6 as PseudoLabelRule, answers))).toEqual(['b', 'c', 'e']);
  });

  it('are refused where a distance is needed and missing', () => {
    expect(() =>
      pseudoLabels(step4 as PseudoLabelRule, [{ image: 'e', label: '7', probability: 0.8 }]),
    ).toThrow(
      expect.objectContaining({ code: 'DIMENSION_MISMATCH', message: expect.stringContaining('photo e') }),
    );
  });

  it('of a photo that is unknown give way to the unknown class', () => {
    const unknowns = findUnknowns(rule, [photo('c', 0.9, 0.1), photo('x', 0.01, 1.5)], new Set(['c']));
    const rows = rowsToLearn(
      [
        { image: 'a', label: '7' },
        { image: 'c', label: '7' },
      ],
      unknowns,
      '1000',
    );
    expect(rows).toEqual([
      { image: 'a', label: '7' },
      { image: 'x', label: '1000' },
      { image: 'c', label: '1000' },
    ]);
  });
});

describe('a replay', () => {
  const distances = new Map(
    Object.keys(aivivnRecipe.distanceWeights).map((name) => [name, Float64Array.of(0.5, 1.5)]),
  );
  const first = [
    { image: 'a', label: '3', probability: 0.9 },
    { image: 'b', label: '4', probability: 0.05 },
  ];
  const second = [
    { image: 'b', label: '1000', probability: 0.7 },
    { image: 'a', label: '3', probability: 0.99 },
  ];

  it('goes from distances over unknowns to the rows of each round', () => {
    const recorded = { answers: [first, second], distances, withoutFace: new Set<string>() };
    const { unknowns, rounds } = replay(aivivnRecipe, recorded);
    expect(images(unknowns.byRule)).toEqual(['b']);
    expect(rounds).toMatchObject([
      { name: 'step-4', answeredCount: 2, labelledCount: 1, unknownCount: 1 },
      { name: 'step-6', answeredCount: 2, labelledCount: 2, unknownCount: 1 },
    ]);
    expect(rounds[0]?.rows).toEqual([
      { image: 'a', label: '3' },
      { image: 'b', label: '1000' },
    ]);
  });

  it('has as many rounds as were recorded', () => {
    const recorded = { answers: [first], distances, withoutFace: new Set<string>() };
    expect(replay(aivivnRecipe, recorded).rounds).toHaveLength(1);
  });
});

describe('a comparison of rows', () => {
  it('tells photos of one side, of the other, and with two labels apart, whatever the order', () => {
    const row = (image: string, label: string) => ({ image, label });
    const here = [row('a', '1'), row('b', '2'), row('c', '3')];
    const there = [row('d', '4'), row('b', '5'), row('a', '1')];
    expect(compareRows(here, there)).toEqual({
      sameCount: 1,
      onlyHere: ['c'],
      onlyThere: ['d'],
      otherLabel: ['b'],
    });
  });
});
