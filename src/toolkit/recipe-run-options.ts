import { z } from 'zod';
import type { RoundCounts } from '../pipeline/recipe-stages/answers-stage.ts';
import type { NetworkValidation } from '../pipeline/recipe-stages/heads-tables.ts';
import { extractionOptionsSchema } from './extraction-options.ts';

/** Options of a run of a recipe. */
export const recipeRunOptionsSchema = z.strictObject({
  /** Name of a recipe or a JSON file. */
  recipe: z.string().min(1),
  /** Table `image,label` of the photos to learn. */
  train: z.string().min(1),
  /** Table of the photos to be named; labels are only used to score the answers. */
  test: z.string().min(1),
  /** Folder that the tables' images lie below. */
  images: z.string().min(1),
  /** Folder for the stages and the answers. */
  out: z.string().min(1),
  /** Networks of the recipe to do with; those whose files are here when absent. */
  networks: z.array(z.string().min(1)).min(1).optional(),
  /** Detector in place of the recipe's. */
  detector: z.string().min(1).optional(),
  /** Photos of people who are not to be known, to calibrate a recipe without rounds on. */
  strangers: z.string().min(1).optional(),
  /** The word for the unknown in place of the recipe's. */
  unknownLabel: z.string().min(1).optional(),
  /** Decides folds, views and first weights. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 20)
    .default(1),
  threads: extractionOptionsSchema.shape.threads,
  distributed: extractionOptionsSchema.shape.distributed,
});

/** Options of `runRecipe` as a caller gives them. */
export type RecipeRunOptions = z.input<typeof recipeRunOptionsSchema>;
/** Options with every default filled in. */
export type ResolvedRecipeRunOptions = z.output<typeof recipeRunOptionsSchema>;

/** How the answers of a round score against the labels of the table. */
export interface AnswerScore {
  /** Mean average precision of the first five labels, in [0, 1]. */
  readonly map5: number;
  /** Share of photos whose first label is right, in [0, 1]. */
  readonly accuracy: number;
}

/** What a round of a run came to. */
export interface RoundReport {
  /** Absent for a recipe without rounds. */
  readonly counts?: RoundCounts;
  readonly name: string;
  readonly validations: readonly NetworkValidation[];
  /** Absent where the table to be named has no labels. */
  readonly score?: AnswerScore;
}

/** What a run of a recipe came to. */
export interface RecipeRunReport {
  readonly recipe: string;
  /** What the run does otherwise than the recipe says, and what it found odd, a sentence each. */
  readonly notes: readonly string[];
  readonly stages: readonly { readonly name: string; readonly wasKept: boolean }[];
  readonly rounds: readonly RoundReport[];
  /** The table of answers. */
  readonly submission: string;
}
