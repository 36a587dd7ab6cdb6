import type { RowDifference } from '../recipes/replay.ts';
import type { RecipeReplay } from '../toolkit/recipe-replay.ts';
import type { CheckedRecipe } from '../toolkit/recipes.ts';
import { counted } from './counted.ts';

/** Most photos named in a line about differences. */
const SHOWN_COUNT = 3;

/** What `quen recipe check` prints. */
export function checkedText(origin: string, { recipe, presentNetworks, notes }: CheckedRecipe): string {
  const { networks, rounds, folds } = recipe;
  const heads = folds.foldCount * folds.repeatsPerNetwork;
  return lines([
    `${origin} is a sound recipe: ${counted(networks.length, 'network')}, ${counted(heads, 'head')} each, ${counted(rounds.length, 'round')}.`,
    `${presentNetworks.length} of ${counted(networks.length, 'network')} here or to be fetched.`,
    ...notes,
  ]);
}

/** What `quen recipe replay` prints. */
export function replayText(done: RecipeReplay, out: string | undefined): string {
  const { unknowns, rounds } = done.replay;
  const { distanceAbove, probabilityBelow } = done.recipe.unknown;
  const inAll = unknowns.byRule.length + unknowns.withoutFace.length;
  return lines([
    ...done.notes,
    `unknown by the rule (distance > ${distanceAbove}, probability < ${probabilityBelow}): ${number(unknowns.byRule.length)}`,
    `with the photos without a face: ${number(inAll)}`,
    ...rounds.map(
      ({ name, answeredCount, labelledCount, rows, unknownCount }) =>
        `${name}: ${number(labelledCount)} pseudo-labels of ${number(answeredCount)} photos, ${number(rows.length)} rows, ${number(unknownCount)} of them unknown`,
    ),
    ...differenceLine('pseudo_train.csv', done.pseudoTrain),
    ...differenceLine('unknown_predicted.csv', done.unknowns),
    ...(out === undefined ? [] : [`${out}: ${done.files.join(', ')}`]),
  ]);
}

function differenceLine(table: string, difference: RowDifference | undefined): string[] {
  if (difference === undefined) return [`published ${table}: not in the folder, nothing compared`];
  const { sameCount, onlyHere, onlyThere, otherLabel } = difference;
  const parts = [
    [onlyHere, 'only here'],
    [onlyThere, 'only there'],
    [otherLabel, 'with another label'],
  ] as const;
  const found = parts.flatMap(([images, how]) =>
    images.length === 0 ? [] : [`${number(images.length)} ${how} (${some(images)})`],
  );
  const rest = found.length === 0 ? 'and none besides' : `but ${found.join(', ')}`;
  return [`published ${table}: ${number(sameCount)} rows with the same photo and label, ${rest}`];
}

function some(images: readonly string[]): string {
  const shown = images.slice(0, SHOWN_COUNT).join(', ');
  return images.length > SHOWN_COUNT ? `${shown}, ...` : shown;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
