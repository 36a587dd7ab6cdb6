import { readFile } from 'node:fs/promises';
import { faultReason } from '../adapters/files/fault-reason.ts';
import { NetworkStore } from '../adapters/network-store/network-store.ts';
import { isQuenError, QuenError } from '../core/errors.ts';
import type { NetworkCard } from '../networks/card.ts';
import { aivivnRecipe } from '../recipes/aivivn.ts';
import { defaultRecipe } from '../recipes/gallery-recipe.ts';
import { type AnyRecipe, isGalleryRecipe, parseAnyRecipe } from '../recipes/parse-recipe.ts';
import type { Recipe, RecipeNetwork } from '../recipes/recipe.ts';
import { withNetworks } from '../recipes/with-networks.ts';

/** The recipes that come with Quen, by name. */
export const RECIPES: Readonly<Record<string, AnyRecipe>> = {
  [aivivnRecipe.name]: aivivnRecipe,
  [defaultRecipe.name]: defaultRecipe,
};

/** A recipe by its name or from a JSON file. Throws `CONFIG_INVALID` where there is neither, `RECIPE_INVALID`. */
export async function loadAnyRecipe(nameOrFile: string): Promise<AnyRecipe> {
  const named = Object.hasOwn(RECIPES, nameOrFile) ? RECIPES[nameOrFile] : undefined;
  return named ?? parseAnyRecipe(parseJson(await readRecipeFile(nameOrFile), nameOrFile), nameOrFile);
}

/** The same for a recipe with rounds; another is `RECIPE_INVALID`. */
export async function loadRecipe(nameOrFile: string): Promise<Recipe> {
  const recipe = await loadAnyRecipe(nameOrFile);
  if (!isGalleryRecipe(recipe)) return recipe;
  const message = `The recipe ${recipe.name} has no rounds: it can be shown and run, not checked or replayed.`;
  throw new QuenError('RECIPE_INVALID', message);
}

/** What a check of a recipe tells beside that it is sound. */
export interface CheckedRecipe {
  readonly recipe: Recipe;
  /** Its networks whose files are here or can be fetched. */
  readonly presentNetworks: readonly string[];
  /** What a run without the other networks changes, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Checks a recipe in itself and against the cards of its networks. Throws `CONFIG_INVALID`, `RECIPE_INVALID` with every
 * problem, and `NETWORK_CARD_INVALID` for a card of the user's own.
 */
export async function checkRecipe(nameOrFile: string): Promise<CheckedRecipe> {
  const recipe = await loadRecipe(nameOrFile);
  const store = new NetworkStore();
  const problems: string[] = [];
  const presentNetworks: string[] = [];
  for (const [place, network] of recipe.networks.entries()) {
    const card = await cardOf(network.name, store);
    problems.push(...cardProblems(network, card).map((problem) => `networks[${place}]: ${problem}`));
    if (typeof card !== 'string' && (await store.state(card)).kind !== 'absent')
      presentNetworks.push(network.name);
  }
  const detector = await cardOf(recipe.faces.detector, store);
  if (typeof detector === 'string') problems.push(`faces.detector: ${detector}`);
  else if (detector.task !== 'detector')
    problems.push(`faces.detector: ${detector.name} is not a detector, its task is ${detector.task}`);
  if (problems.length > 0) {
    const message = `${nameOrFile} does not fit the networks' cards:\n${problems.map((problem) => `✖ ${problem}`).join('\n')}`;
    throw new QuenError('RECIPE_INVALID', message);
  }
  return { recipe, presentNetworks, notes: notesOf(recipe, presentNetworks) };
}

/** Where nothing that votes is here, that is a note too: the recipe itself is sound. */
function notesOf(recipe: Recipe, presentNetworks: readonly string[]): readonly string[] {
  try {
    return withNetworks(recipe, presentNetworks).notes;
  } catch (cause) {
    if (isQuenError(cause, 'RECIPE_INVALID')) return [cause.message];
    throw cause;
  }
}

async function readRecipeFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const names = Object.keys(RECIPES).join(', ');
    const message = `There is no recipe called '${path}', and as a file ${faultReason(cause)}. Recipes: ${names}.`;
    throw new QuenError('CONFIG_INVALID', message, { cause });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new QuenError('RECIPE_INVALID', `${path} is not JSON: ${reason}. Correct the file.`, { cause });
  }
}

/** The card, or why there is none. */
async function cardOf(name: string, store: NetworkStore): Promise<NetworkCard | string> {
  try {
    return await store.card(name);
  } catch (cause) {
    if (isQuenError(cause, 'NETWORK_UNKNOWN')) return cause.message;
    throw cause;
  }
}

function cardProblems(network: RecipeNetwork, card: NetworkCard | string): string[] {
  if (typeof card === 'string') return [card];
  const { name } = network;
  if (card.task !== 'embedder') return [`${name} is not an embedder, its task is ${card.task}`];
  const pairs = [
    ['template', network.template, card.template],
    ['dimension', network.dimension, card.output.dimension],
    ['normalisation', network.normalisation, card.normalisation],
  ] as const;
  return pairs
    .filter(([, here, there]) => here !== there)
    .map(([field, here, there]) => `${name} has ${field} ${here}, on its card ${there}`);
}
