import type { Recipe } from './recipe.ts';

/** How far weights that must come to 1 may be off: the rounding of decimals. */
const TOLERANCE = 1e-6;

/** What the parts of a recipe say against each other, one sentence each; none for a sound recipe. */
export function recipeProblems(recipe: Recipe): string[] {
  return [...networkProblems(recipe), ...distanceProblems(recipe), ...roundProblems(recipe)];
}

function networkProblems({ networks, heads, folds }: Recipe): string[] {
  const problems: string[] = [];
  for (const [place, { name, head, epochRows, viewCount }] of networks.entries()) {
    const at = `networks[${place}]`;
    if (networks.findIndex((other) => other.name === name) < place) problems.push(`${at}: ${name} is twice`);
    if (!Object.hasOwn(heads, head)) problems.push(`${at}.head: there is no head '${head}' among heads`);
    if (epochRows === 'random-view' && viewCount === 0)
      problems.push(`${at}.epochRows: a random view needs a viewCount of 1 at least`);
  }
  for (const [name, { schedule }] of Object.entries(heads)) {
    if (schedule.max < schedule.base) problems.push(`heads.${name}.schedule: max is below base`);
  }
  if (folds.repeatsPerNetwork > folds.repeatCount)
    problems.push(`folds: ${folds.repeatsPerNetwork} repeats cannot be drawn of ${folds.repeatCount}`);
  return [...problems, ...familyProblems(networks)];
}

function familyProblems(networks: Recipe['networks']): string[] {
  return [...new Set(networks.map(({ family }) => family))].flatMap((family) => {
    const weights = networks.flatMap((network) => (network.family === family ? (network.weight ?? []) : []));
    return weights.length === 0 ? [] : sumProblems(`networks of family ${family}: weights`, weights);
  });
}

function distanceProblems({ networks, distanceWeights }: Recipe): string[] {
  const names = new Set(networks.map(({ name }) => name));
  const strangers = Object.keys(distanceWeights).filter((name) => !names.has(name));
  return [
    ...strangers.map((name) => `distanceWeights: there is no network '${name}' among networks`),
    ...sumProblems('distanceWeights', Object.values(distanceWeights)),
  ];
}

function roundProblems({ networks, rounds }: Recipe): string[] {
  const voting = new Set(networks.flatMap(({ family, weight }) => (weight === undefined ? [] : [family])));
  return rounds.flatMap(({ familyWeights, pseudoLabels, unknownClass }, place) => {
    const at = `rounds[${place}]`;
    const isLast = place === rounds.length - 1;
    const next = rounds[place + 1];
    const problems = Object.keys(familyWeights)
      .filter((family) => !voting.has(family))
      .map((family) => `${at}.familyWeights: no network with a weight is of the family '${family}'`);
    problems.push(...sumProblems(`${at}.familyWeights`, Object.values(familyWeights)));
    if (!isLast && pseudoLabels === undefined)
      problems.push(`${at}: pseudoLabels is missing, from which the next round learns`);
    if (isLast && pseudoLabels !== undefined)
      problems.push(`${at}: pseudoLabels is of no use in the last round`);
    if (next?.unknownClass === false && (unknownClass || pseudoLabels?.withUnknowns))
      problems.push(`rounds[${place + 1}]: it is taught unknowns, so unknownClass must be true`);
    return problems;
  });
}

function sumProblems(what: string, weights: readonly number[]): string[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Math.abs(sum - 1) <= TOLERANCE ? [] : [`${what} come to ${Number(sum.toPrecision(6))}, not to 1`];
}
