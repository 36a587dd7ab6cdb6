import { QuenError } from '../core/errors.ts';
import { familySay } from './ensemble.ts';
import type { Recipe, RecipeNetwork, RecipeRound } from './recipe.ts';

/** A recipe cut down to the networks that are there. */
export interface FittedRecipe {
  readonly recipe: Recipe;
  /** What that changed, a sentence each; none where nothing did. */
  readonly notes: readonly string[];
}

/**
 * The recipe with those of its networks that are there. The say of absent networks goes to the others of their family, that
 * of absent families to the other families, that of absent distances to the other distances, each in proportion; where no
 * network of the distance is there, those that vote in the first round make the distance. Throws `RECIPE_INVALID`
 * where no network that has a say in a round is there.
 * @param present names of networks; those that are not in the recipe take no part, and a note says so
 */
export function withNetworks(recipe: Recipe, present: readonly string[]): FittedRecipe {
  const isPresent = new Set(present);
  const kept = recipe.networks.filter(({ name }) => isPresent.has(name));
  const absent = recipe.networks.filter(({ name }) => !isPresent.has(name));
  const known = new Set(recipe.networks.map(({ name }) => name));
  const notes = present
    .filter((name) => !known.has(name))
    .map((name) => `${name} is not in the recipe ${recipe.name} and takes no part.`);
  if (absent.length === 0) return { recipe, notes };
  notes.push(`Without ${listed(absent.map(({ name }) => name))}: ${kept.length} of ${known.size} networks.`);
  const networks = sharedInFamilies(kept, notes);
  const rounds = recipe.rounds.map((round) => roundWith(round, networks, recipe, notes));
  const distanceWeights = distanceWeightsOf({ ...recipe, networks, rounds }, notes);
  return { recipe: { ...recipe, networks, rounds, distanceWeights }, notes };
}

function sharedInFamilies(networks: readonly RecipeNetwork[], notes: string[]): RecipeNetwork[] {
  const sums = new Map<string, number>();
  for (const { family, weight = 0 } of networks) sums.set(family, (sums.get(family) ?? 0) + weight);
  const shared = networks.map((network) =>
    network.weight === undefined
      ? network
      : { ...network, weight: network.weight / (sums.get(network.family) ?? 1) },
  );
  for (const family of sums.keys()) {
    const before = networks.filter((network) => network.family === family && network.weight !== undefined);
    const after = shared.filter((network) => before.some(({ name }) => name === network.name));
    if (before.some(({ weight }, place) => !isSame(weight, after[place]?.weight)))
      notes.push(
        `Family ${family}: ${after.map(({ name, weight }) => `${name} ${rounded(weight)}`).join(', ')}.`,
      );
  }
  return shared;
}

function roundWith(
  round: RecipeRound,
  networks: readonly RecipeNetwork[],
  recipe: Recipe,
  notes: string[],
): RecipeRound {
  const voting = new Set(networks.flatMap(({ family, weight }) => (weight === undefined ? [] : [family])));
  const kept = Object.entries(round.familyWeights).filter(([family]) => voting.has(family));
  if (kept.length === 0) throw nobodyVotes(round, recipe);
  if (kept.length === Object.keys(round.familyWeights).length) return round;
  const familyWeights = sharedOut(kept);
  notes.push(`Round ${round.name}: families ${weightsText(familyWeights)}.`);
  return { ...round, familyWeights };
}

function distanceWeightsOf(recipe: Recipe, notes: string[]): Record<string, number> {
  const names = new Set(recipe.networks.map(({ name }) => name));
  const all = Object.entries(recipe.distanceWeights);
  const kept = all.filter(([name]) => names.has(name));
  if (kept.length === all.length) return recipe.distanceWeights;
  if (kept.length > 0) {
    const weights = sharedOut(kept);
    notes.push(`Distance: ${weightsText(weights)}.`);
    return weights;
  }
  const weights = Object.fromEntries(familySay(recipe, recipe.rounds[0] as RecipeRound));
  notes.push(
    `Distance: none of its networks is here; ${weightsText(weights)} take their place. The limits of distance were found for others.`,
  );
  return weights;
}

function sharedOut(weights: readonly (readonly [string, number])[]): Record<string, number> {
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return Object.fromEntries(weights.map(([name, weight]) => [name, weight / sum]));
}

function nobodyVotes({ name, familyWeights }: RecipeRound, recipe: Recipe): QuenError {
  const voters = recipe.networks.filter(
    ({ family, weight }) => weight !== undefined && Object.hasOwn(familyWeights, family),
  );
  const message = `No network that has a say in round ${name} of the recipe ${recipe.name} is here. Get one at least of ${listed(voters.map((voter) => voter.name))}.`;
  return new QuenError('RECIPE_INVALID', message);
}

function isSame(a: number | undefined, b: number | undefined): boolean {
  return Math.abs((a ?? 0) - (b ?? 0)) < 1e-9;
}

function weightsText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([name, weight]) => `${name} ${rounded(weight)}`)
    .join(', ');
}

function rounded(weight = 0): string {
  return String(Number(weight.toPrecision(3)));
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
