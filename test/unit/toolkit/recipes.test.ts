import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { defaultRecipe } from '../../../src/recipes/gallery-recipe.ts';
import type { RecipeNetwork } from '../../../src/recipes/recipe.ts';
import { checkRecipe, loadAnyRecipe, loadRecipe } from '../../../src/toolkit/recipes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function recipeFile(text: string): string {
  const path = join(temporaryFolder(), 'mine.json');
  writeFileSync(path, text);
  return path;
}

const fault = (code: string, says: RegExp) => ({ code, message: expect.stringMatching(says) });

describe('a recipe', () => {
  it('is found by its name or read from a file, with or without a mark', async () => {
    expect(await loadRecipe('aivivn')).toBe(aivivnRecipe);
    expect(await loadRecipe(recipeFile(`\uFEFF${JSON.stringify(aivivnRecipe)}`))).toEqual(aivivnRecipe);
  });

  it('that is neither is refused, with the names there are', async () => {
    await expect(loadRecipe('aivin')).rejects.toMatchObject(
      fault('CONFIG_INVALID', /'aivin'.*Recipes: aivivn/),
    );
  });

  it('without rounds can be shown, and is refused where rounds are needed', async () => {
    expect(await loadAnyRecipe('default')).toBe(defaultRecipe);
    await expect(loadRecipe('default')).rejects.toMatchObject(
      fault('RECIPE_INVALID', /default has no rounds/),
    );
  });

  it('that is not JSON is refused', async () => {
    await expect(loadRecipe(recipeFile('{ "format": '))).rejects.toMatchObject(
      fault('RECIPE_INVALID', /mine\.json is not JSON/),
    );
  });
});

describe('the check of a recipe', () => {
  it('passes the method’s and tells which networks are here', async () => {
    const { recipe, presentNetworks, notes } = await checkRecipe('aivivn');
    expect(recipe).toBe(aivivnRecipe);
    const absentCount = recipe.networks.length - presentNetworks.length;
    expect(notes.length > 0).toBe(absentCount > 0);
  });

  it('finds what disagrees with the cards, all at once', async () => {
    const copy = structuredClone(aivivnRecipe);
    copy.faces.detector = 'insightface-y1';
    copy.networks[4] = { ...(copy.networks[4] as RecipeNetwork), name: 'dlib-resnet-v2' };
    copy.networks[5] = { ...(copy.networks[5] as RecipeNetwork), dimension: 128 };
    const checked = checkRecipe(recipeFile(JSON.stringify(copy)));
    await expect(checked).rejects.toMatchObject(
      fault(
        'RECIPE_INVALID',
        /networks\[4\].*dlib-resnet-v2[\s\S]*networks\[5\].*dimension 128, on its card 512[\s\S]*not a detector/,
      ),
    );
  });
});
