import { describe, expect, it } from 'vitest';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { defaultRecipe } from '../../../src/recipes/gallery-recipe.ts';
import { isGalleryRecipe, parseAnyRecipe } from '../../../src/recipes/parse-recipe.ts';
import { extractionOptionsSchema } from '../../../src/toolkit/extraction-options.ts';
import { headOptionsSchema } from '../../../src/toolkit/head-options.ts';
import { decisionOptionsSchema } from '../../../src/toolkit/identify-options.ts';

describe('the recipe default', () => {
  it('is what the commands do without flags', () => {
    const { detector, networks } = extractionOptionsSchema.parse({});
    expect(defaultRecipe.faces.detector).toBe(detector);
    expect(defaultRecipe.networks.map(({ name }) => name)).toEqual(networks);
    expect(headOptionsSchema.parse({}).heads).toEqual([defaultRecipe.head]);
    const { rule, fpir } = decisionOptionsSchema.parse({});
    expect({ rule, fpir }).toEqual({ rule: defaultRecipe.rule, fpir: defaultRecipe.unknown.fpir });
  });

  it('is told from a recipe with rounds, and survives JSON', () => {
    expect(isGalleryRecipe(aivivnRecipe)).toBe(false);
    const parsed = parseAnyRecipe(JSON.parse(JSON.stringify(defaultRecipe)), 'mine.json');
    expect(parsed).toEqual(defaultRecipe);
    expect(isGalleryRecipe(parsed)).toBe(true);
  });

  it('is refused with a field too many or a rate that is none', () => {
    const wrong = { ...defaultRecipe, views: 3, unknown: { label: 'unknown', fpir: 1.5 } };
    expect(() => parseAnyRecipe(wrong, 'mine.json')).toThrow(/views[\s\S]*fpir/);
  });
});
