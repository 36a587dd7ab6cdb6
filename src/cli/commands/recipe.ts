import type { ArgsDef } from 'citty';
import { QuenError } from '../../core/errors.ts';
import { type ReplayOptions, replayRecipe } from '../../toolkit/recipe-replay.ts';
import { checkRecipe, loadRecipe } from '../../toolkit/recipes.ts';
import { type Flags, readFlags } from '../flags.ts';
import type { QuenCommand } from '../quen-command.ts';
import { checkedText, replayText } from '../recipe-text.ts';
import { present } from './extraction-args.ts';

const showArgs = {
  name: { type: 'positional', description: 'Name of the recipe: aivivn', required: true },
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

/** `quen recipe show | check | replay` */
export const recipeCommands: Readonly<Record<string, QuenCommand>> = {
  'recipe show': {
    description: 'Print a recipe as JSON, to copy and change',
    args: showArgs,
    run: async (rawArgs) => {
      const name = argumentOf(readFlags(rawArgs, showArgs), 'the name of a recipe');
      process.stdout.write(`${JSON.stringify(await loadRecipe(name), null, 2)}\n`);
    },
  },
  'recipe check': {
    description: 'Check a recipe, and its networks against their cards',
    args: checkArgs,
    run: async (rawArgs) => {
      const file = argumentOf(readFlags(rawArgs, checkArgs), 'the recipe');
      process.stdout.write(checkedText(file, await checkRecipe(file)));
    },
  },
  'recipe replay': {
    description: 'Decide by a recipe on the published tables of its method, without photos',
    args: replayArgs,
    run: async (rawArgs) => {
      const flags = readFlags(rawArgs, replayArgs, ['network']);
      const { recipe, network: networks, out } = flags.values;
      const tables = argumentOf(flags, 'the folder of the tables');
      const options = present({ tables, recipe, networks, out }) as ReplayOptions;
      process.stdout.write(replayText(await replayRecipe(options), options.out));
    },
  },
};

function argumentOf({ positionals }: Flags, what: string): string {
  const [first] = positionals;
  if (first !== undefined) return first;
  throw new QuenError(
    'CONFIG_INVALID',
    `Missing: ${what}. Run the command with --help to see what it takes.`,
  );
}
