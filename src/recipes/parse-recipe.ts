import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import { type GalleryRecipe, galleryRecipeSchema } from './gallery-recipe.ts';
import { type Recipe, recipeSchema } from './recipe.ts';
import { recipeProblems } from './recipe-problems.ts';

/** A method as data: with rounds, or without. */
export type AnyRecipe = Recipe | GalleryRecipe;

/** Whether a recipe has no rounds. */
export function isGalleryRecipe(recipe: AnyRecipe): recipe is GalleryRecipe {
  return 'kind' in recipe;
}

/**
 * Reads a recipe from parsed JSON: the schema first, then what its parts say of each other. Throws `RECIPE_INVALID` with
 * every problem and where it is.
 * @param origin named in the message
 */
export function parseAnyRecipe(value: unknown, origin: string): AnyRecipe {
  const isGallery = typeof value === 'object' && value !== null && Object.hasOwn(value, 'kind');
  if (!isGallery) return parseRecipe(value, origin);
  const result = galleryRecipeSchema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(origin, z.prettifyError(result.error));
}

/** The same for a recipe with rounds alone. */
export function parseRecipe(value: unknown, origin: string): Recipe {
  const result = recipeSchema.safeParse(value);
  if (!result.success) throw invalid(origin, z.prettifyError(result.error));
  const problems = recipeProblems(result.data);
  if (problems.length > 0) throw invalid(origin, problems.map((problem) => `✖ ${problem}`).join('\n'));
  return result.data;
}

function invalid(origin: string, problems: string): QuenError {
  const message = `${origin} is not a recipe as docs/recipes.md describes:\n${problems}`;
  return new QuenError('RECIPE_INVALID', message);
}
