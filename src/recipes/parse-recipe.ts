import { z } from 'zod';
import { QuenError } from '../core/errors.ts';
import { type Recipe, recipeSchema } from './recipe.ts';
import { recipeProblems } from './recipe-problems.ts';

/**
 * Reads a recipe from parsed JSON: the schema first, then what its parts say of each other. Throws `RECIPE_INVALID` with
 * every problem and where it is.
 * @param origin named in the message
 */
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
