import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/numerics/matrix.ts';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { familySay, likeliestLabels, meanProbabilities } from '../../../src/recipes/ensemble.ts';
import type { RecipeRound } from '../../../src/recipes/recipe.ts';

const answers = (...values: number[]) => matrix(Float32Array.from(values), 1, values.length);

describe('the say of networks', () => {
  it.each([
    [0, 0.7 * 0.75, 0.2 / 8, 0.05],
    [1, 0.82 * 0.75, 0.15 / 8, 0.015],
    [2, 0.82 * 0.75, 0.15 / 8, 0.015],
  ])(
    'in round %i is that of the family times that within it, none for dlib',
    (place, r100, senet, facenet) => {
      const say = familySay(aivivnRecipe, aivivnRecipe.rounds[place] as RecipeRound);
      expect(say.get('insightface-r100-ii')).toBeCloseTo(r100, 12);
      expect(say.get('vggface2-senet50-ft')).toBeCloseTo(senet, 12);
      expect(say.get('facenet-20180402-method')).toBeCloseTo(facenet, 12);
      expect(say.has('dlib-resnet-v1-method')).toBe(false);
      expect(say.size).toBe(14);
    },
  );
});

describe('the mean of answers', () => {
  const weights = new Map([
    ['a', 0.75],
    ['b', 0.25],
  ]);

  it('weighs each network, and passes over those without a weight', () => {
    const given = new Map([
      ['b', answers(0, 1)],
      ['a', answers(0.5, 0.5)],
      ['c', answers(9, 9)],
    ]);
    expect([...meanProbabilities(weights, given).data]).toEqual([0.375, 0.625]);
  });

  it('is refused where a network has not answered, or answered for other classes', () => {
    const one = new Map([['a', answers(0.5, 0.5)]]);
    expect(() => meanProbabilities(weights, one)).toThrow(
      expect.objectContaining({
        code: 'DIMENSION_MISMATCH',
        message: expect.stringContaining('answers of b'),
      }),
    );
    const unlike = new Map([...one, ['b', answers(1, 0, 0)] as const]);
    expect(() => meanProbabilities(weights, unlike)).toThrow(/b answers 1 photos with 3 classes/);
  });
});

describe('the likeliest labels', () => {
  it('are five at most, best first, the first class first among equals', () => {
    const labels = ['p', 'q', 'r', 's', 't', 'u'];
    expect(likeliestLabels(answers(0.1, 0.3, 0.1, 0.4, 0.05, 0.05), labels, 5)).toEqual([
      ['s', 'q', 'p', 'r', 't'],
    ]);
    expect(likeliestLabels(answers(0.2, 0.8), ['p', 'q'], 5)).toEqual([['q', 'p']]);
  });
});
