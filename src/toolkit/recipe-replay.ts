import { join } from 'node:path';
import { z } from 'zod';
import { formatTable } from '../adapters/files/tables.ts';
import { prepareOutputFolder, writeFileWhole } from '../adapters/files/write-file.ts';
import { aivivnRecipe } from '../recipes/aivivn.ts';
import type { LabelledPhoto, UnknownPhotos } from '../recipes/decision-rules.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { compareRows, type Replay, type RowDifference, replay } from '../recipes/replay.ts';
import { withNetworks } from '../recipes/with-networks.ts';
import { parseOptions } from './parse-options.ts';
import { type PublishedTables, readPublishedTables } from './published-tables.ts';
import { loadRecipe } from './recipes.ts';

const replayOptionsSchema = z.strictObject({
  /** Folder of the published tables. */
  tables: z.string().min(1),
  /** Name of a recipe or a JSON file. */
  recipe: z.string().min(1).default(aivivnRecipe.name),
  /** Networks to do with; all of the recipe when absent. */
  networks: z.array(z.string().min(1)).min(1).optional(),
  /** Folder to write to. */
  out: z.string().min(1).optional(),
});

/** What to replay: a folder of published tables, by which recipe, with which networks. */
export type ReplayOptions = z.input<typeof replayOptionsSchema>;

/** What a replay gave. */
export interface RecipeReplay {
  readonly recipe: Recipe;
  /** What doing with fewer networks changed. */
  readonly notes: readonly string[];
  readonly replay: Replay;
  /** Against the method's own tables, where the folder has them. */
  readonly pseudoTrain?: RowDifference;
  readonly unknowns?: RowDifference;
  /** Names of the files written. */
  readonly files: readonly string[];
}

/**
 * Carries out the deciding half of a recipe on a method's published tables, without photos, and compares what comes out
 * with what the method published. Throws `CONFIG_INVALID`, `RECIPE_INVALID`, `TABLE_INVALID` and `OUTPUT_*`.
 */
export async function replayRecipe(options: ReplayOptions): Promise<RecipeReplay> {
  const { tables: folder, recipe: nameOrFile, networks, out } = parseOptions(replayOptionsSchema, options);
  const whole = await loadRecipe(nameOrFile);
  const fitted = withNetworks(whole, networks ?? whole.networks.map(({ name }) => name));
  const { recipe } = fitted;
  const notes = networks === undefined ? fitted.notes : [...fitted.notes, ANSWERS_STAY];
  const tables = await readPublishedTables(folder, recipe);
  const done = replay(recipe, tables.recorded);
  const differences = differencesOf(done, tables);
  const files = out === undefined ? [] : await writeReplay(out, done, { recipe, notes, ...differences });
  return { recipe, notes, replay: done, ...differences, files };
}

const ANSWERS_STAY =
  "The published answers are those of all the method's networks: here, other networks change the distance alone.";

type Differences = Pick<RecipeReplay, 'pseudoTrain' | 'unknowns'>;

function differencesOf({ rounds, unknowns }: Replay, published: PublishedTables): Differences {
  const [first] = rounds;
  return {
    ...(first && published.pseudoTrain && { pseudoTrain: compareRows(first.rows, published.pseudoTrain) }),
    ...(published.unknowns && { unknowns: compareRows(wouldBe(unknowns), published.unknowns) }),
  };
}

/** Unknown photos with the label that the heads gave them; none for photos without a face. */
function wouldBe({ byRule, withoutFace }: UnknownPhotos): LabelledPhoto[] {
  return [
    ...byRule.map(({ image, label }) => ({ image, label })),
    ...withoutFace.map(({ image }) => ({ image, label: '' })),
  ];
}

async function writeReplay(
  out: string,
  { unknowns, rounds }: Replay,
  said: Differences & Pick<RecipeReplay, 'recipe' | 'notes'>,
): Promise<string[]> {
  const { recipe, notes, ...differences } = said;
  const figures = {
    unknowns: { byRule: unknowns.byRule.length, withoutFace: unknowns.withoutFace.length },
    rounds: rounds.map(({ rows, ...round }) => ({ ...round, rowCount: rows.length })),
    published: differences,
    notes,
  };
  const unknownRows = [
    ...unknowns.byRule.map(({ image, label, probability, distance }) => [
      image,
      label,
      String(probability),
      String(distance),
    ]),
    ...unknowns.withoutFace.map(({ image }) => [image, '', '', '']),
  ];
  const files: [string, string][] = [
    ['unknown_predicted.csv', formatTable(['image', 'label', 'prob', 'dist'], unknownRows)],
    ...rounds.map(({ rows }, place): [string, string] => [
      place === 0 ? 'pseudo_train.csv' : `pseudo_train_step${place + 1}.csv`,
      formatTable(
        ['image', 'label'],
        rows.map(({ image, label }) => [image, label]),
      ),
    ]),
    ['recipe.json', `${JSON.stringify(recipe, null, 2)}\n`],
    ['replay.json', `${JSON.stringify(figures, null, 2)}\n`],
  ];
  await prepareOutputFolder(out);
  for (const [name, text] of files) await writeFileWhole(join(out, name), text);
  return files.map(([name]) => name);
}
