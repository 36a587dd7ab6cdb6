import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { familySay } from '../../../src/recipes/ensemble.ts';
import { parseRecipe } from '../../../src/recipes/parse-recipe.ts';
import type { RecipeRound } from '../../../src/recipes/recipe.ts';
import { withNetworks } from '../../../src/recipes/with-networks.ts';

const NAMES = aivivnRecipe.networks.map(({ name }) => name);
const sayIn = (present: string[], place: number) => {
  const { recipe } = withNetworks(aivivnRecipe, present);
  return Object.fromEntries(familySay(recipe, recipe.rounds[place] as RecipeRound));
};

describe('a recipe with all its networks', () => {
  it('is left alone and has nothing to note', () => {
    expect(withNetworks(aivivnRecipe, NAMES)).toEqual({ recipe: aivivnRecipe, notes: [] });
  });

  it('notes a network it does not know', () => {
    const { recipe, notes } = withNetworks(aivivnRecipe, [...NAMES, 'mine']);
    expect(recipe).toBe(aivivnRecipe);
    expect(notes).toEqual(['mine is not in the recipe aivivn and takes no part.']);
  });
});

describe('a recipe with some of its networks', () => {
  it('gives the say of absent ones to their family, in proportion', () => {
    const say = sayIn(['insightface-r34-amf', 'insightface-y1', 'facenet-20180402-method'], 0);
    expect(say['insightface-r34-amf']).toBeCloseTo((0.7 / 0.8) * (0.1 / 0.15), 12);
    expect(say['insightface-y1']).toBeCloseTo((0.7 / 0.8) * (0.05 / 0.15), 12);
    expect(say['facenet-20180402-method']).toBeCloseTo(0.1 / 0.8, 12);
  });

  it('notes who is missing, every new weight of families and the distance', () => {
    const { notes } = withNetworks(
      aivivnRecipe,
      NAMES.filter((name) => !name.startsWith('vgg') && name !== 'insightface-r34-amf'),
    );
    expect(notes[0]).toMatch(
      /^Without insightface-r34-amf, .* and vggface2-senet50-scratch: 6 of 15 networks\.$/,
    );
    expect(notes).toContain(
      'Family insightface: insightface-r100-ii 0.833, insightface-r50-am-lfw 0.111, insightface-y1 0.0556.',
    );
    expect(notes).toContain('Round step-4: families insightface 0.875, facenet 0.125.');
    expect(notes.at(-1)).toMatch(/^Distance: insightface-r100-ii 0\.833/);
    expect(notes.some((note) => note.startsWith('Family facenet'))).toBe(false);
  });

  it('measures with those that vote where none of the distance is there, and says that the limits are not theirs', () => {
    const { recipe, notes } = withNetworks(aivivnRecipe, ['vggface2-senet50-ft', 'facenet-20180408-method']);
    expect(recipe.distanceWeights['vggface2-senet50-ft']).toBeCloseTo(2 / 3, 12);
    expect(recipe.distanceWeights['facenet-20180408-method']).toBeCloseTo(1 / 3, 12);
    expect(notes.at(-1)).toMatch(/limits of distance were found for others/);
  });

  it('is refused where only a network without a say is there', () => {
    expect(() => withNetworks(aivivnRecipe, ['dlib-resnet-v1-method'])).toThrow(
      expect.objectContaining({ code: 'RECIPE_INVALID', message: expect.stringContaining('insightface-y1') }),
    );
  });

  it('is a sound recipe again, in any subset with a vote', () => {
    const voters = NAMES.filter((name) => !name.startsWith('dlib'));
    fc.assert(
      fc.property(fc.subarray(NAMES), fc.constantFrom(...voters), (some, voter) => {
        const present = [...new Set([...some, voter])];
        const { recipe } = withNetworks(aivivnRecipe, present);
        expect(parseRecipe(recipe, 'subset')).toEqual(recipe);
        expect(recipe.networks.map(({ name }) => name).sort()).toEqual(present.sort());
        for (const round of recipe.rounds) {
          const total = [...familySay(recipe, round).values()].reduce((sum, weight) => sum + weight, 0);
          expect(total).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});
