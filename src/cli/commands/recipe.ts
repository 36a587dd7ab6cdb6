import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import { type ReplayOptions, replayRecipe } from '../../toolkit/recipe-replay.ts';
import { runRecipe } from '../../toolkit/recipe-run.ts';
import type { RecipeRunOptions } from '../../toolkit/recipe-run-options.ts';
import { checkRecipe, loadAnyRecipe } from '../../toolkit/recipes.ts';
import { type Flags, readFlags } from '../flags.ts';
import { withTrainingProgress } from '../progress.ts';
import type { QuenCommand } from '../quen-command.ts';
import { checkedText, replayText, runText } from '../recipe-text.ts';
import { distributedOf, distributionArgs, extractionArgs, numberOf, present } from './extraction-args.ts';

const showArgs = {
  name: { type: 'positional', description: 'Name of the recipe: aivivn or default', required: true },
} satisfies ArgsDef;

const checkArgs = {
  file: {
    type: 'positional',
    description: 'A recipe, a JSON file as docs/recipes.md describes',
    required: true,
  },
} satisfies ArgsDef;

const replayArgs = {
  dir: {
    type: 'positional',
    description: 'Folder of the published tables, see docs/recipes.md',
    required: true,
  },
  recipe: {
    type: 'string',
    valueHint: 'NAME|FILE',
    description: 'The recipe to decide by (default: aivivn)',
  },
  network: { type: 'string', valueHint: 'NAME', description: 'Do with these networks of the recipe alone' },
  out: { type: 'string', valueHint: 'DIR', description: 'Folder to write the tables to that come out' },
} satisfies ArgsDef;

const runArgs = {
  name: {
    type: 'positional',
    description: 'Name of the recipe, aivivn or default, or a JSON file',
    required: true,
  },
  train: {
    type: 'string',
    valueHint: 'CSV',
    description: 'Table image,label of photos to learn',
    required: true,
  },
  test: {
    type: 'string',
    valueHint: 'CSV',
    description: 'Table of photos to name; labels only score the answers',
    required: true,
  },
  images: {
    type: 'string',
    valueHint: 'DIR',
    description: "Folder the tables' images lie below",
    required: true,
  },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description: 'Folder for the stages and submission.csv',
    required: true,
  },
  network: {
    type: 'string',
    valueHint: 'NAME...',
    description: 'Do with these networks of the recipe (default: all that are here)',
  },
  detector: extractionArgs.detector,
  strangers: {
    type: 'string',
    valueHint: 'DIR|CSV',
    description: 'Photos of strangers, for the threshold of the recipe default',
  },
  'unknown-label': {
    type: 'string',
    valueHint: 'LABEL',
    description: "Word for the unknown in place of the recipe's",
  },
  seed: {
    type: 'string',
    valueHint: 'N',
    description: 'Decides folds, views and first weights (default: 1)',
  },
  threads: extractionArgs.threads,
  ...distributionArgs,
} satisfies ArgsDef;

/** `quen recipe show | check | replay | run` */
export const recipeCommands = {
  'recipe show': {
    args: showArgs,
    run: async (rawArgs) => {
      const name = argumentOf(readFlags(rawArgs, showArgs), 'the name of a recipe');
      process.stdout.write(`${JSON.stringify(await loadAnyRecipe(name), null, 2)}\n`);
    },
  },
  'recipe check': {
    args: checkArgs,
    run: async (rawArgs) => {
      const file = argumentOf(readFlags(rawArgs, checkArgs), 'the recipe');
      process.stdout.write(checkedText(file, await checkRecipe(file)));
    },
  },
  'recipe run': {
    args: runArgs,
    run: async (rawArgs, signal) => {
      const flags = readFlags(rawArgs, runArgs, ['network']);
      const { train, test, images, out, network: networks, detector, strangers, ...rest } = flags.values;
      const options = present({
        recipe: argumentOf(flags, 'the name of a recipe'),
        ...{ train, test, images, out, networks, detector, strangers },
        unknownLabel: rest['unknown-label'],
        seed: numberOf(rest['seed']),
        threads: numberOf(rest['threads']),
        distributed: distributedOf(rest),
      }) as RecipeRunOptions;
      const report = await withTrainingProgress((watch) => runRecipe(options, { signal, ...watch }));
      process.stdout.write(runText(report));
    },
  },
  'recipe replay': {
    args: replayArgs,
    run: async (rawArgs) => {
      const flags = readFlags(rawArgs, replayArgs, ['network']);
      const { recipe, network: networks, out } = flags.values;
      const tables = argumentOf(flags, 'the folder of the tables');
      const options = present({ tables, recipe, networks, out }) as ReplayOptions;
      process.stdout.write(replayText(await replayRecipe(options), options.out));
    },
  },
} satisfies Readonly<Record<string, QuenCommand>>;

function argumentOf({ positionals }: Flags, what: string): string {
  const [first] = positionals;
  if (first !== undefined) return first;
  throw new QuenError(
    'CONFIG_INVALID',
    `Missing: ${what}. Run the command with --help to see what it takes.`,
  );
}
