import type { RowDifference } from '../recipes/replay.ts';
import type { RecipeReplay } from '../toolkit/recipe-replay.ts';
import type { RecipeRunReport, RoundReport } from '../toolkit/recipe-run-options.ts';
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

/** What `quen recipe run` prints. */
export function runText(report: RecipeRunReport): string {
  const keptCount = report.stages.filter(({ wasKept }) => wasKept).length;
  const madeCount = report.stages.length - keptCount;
  return lines([
    ...report.notes,
    ...report.rounds.flatMap(roundLines),
    `${counted(report.stages.length, 'stage')}: ${madeCount} made, ${keptCount} kept from an earlier run`,
    report.submission,
  ]);
}

function roundLines({ name, counts, validations, score }: RoundReport): string[] {
  return [
    ...validations.map(
      ({ network, headCount, meanAccuracy, lowestAccuracy, highestAccuracy }) =>
        `${name}: ${network}, ${counted(headCount, 'head')}, accuracy out of fold ${share(meanAccuracy)} (${share(lowestAccuracy)} to ${share(highestAccuracy)})`,
    ),
    ...(counts === undefined ? [] : [countsLine(name, counts)]),
    ...(score === undefined
      ? []
      : [`${name}: MAP@5 ${share(score.map5)}, first label right ${share(score.accuracy)}`]),
  ];
}

function countsLine(name: string, counts: NonNullable<RoundReport['counts']>): string {
  const { answered, leftOut, unknownByRule, unknownWithoutFace, pseudoLabels, learntRows, learntUnknowns } =
    counts;
  const parts = [
    `${number(answered)} photos named`,
    ...(leftOut === 0 ? [] : [`${number(leftOut)} left out`]),
    ...(unknownByRule + unknownWithoutFace === 0
      ? []
      : [
          `${number(unknownByRule)} unknown by the rule and ${number(unknownWithoutFace)} more without a face`,
        ]),
    ...(pseudoLabels + learntRows === 0
      ? []
      : [
          `${number(pseudoLabels)} pseudo-labels, ${number(learntRows)} rows to learn, ${number(learntUnknowns)} of them unknown`,
        ]),
    ...(counts.copiesLeftOut === 0
      ? []
      : [`${number(counts.copiesLeftOut)} copies of training photos not learnt again`]),
  ];
  return `${name}: ${parts.join(', ')}`;
}

function share(value: number): string {
  return value.toFixed(4);
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
