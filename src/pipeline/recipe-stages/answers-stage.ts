import { type Matrix, row } from '../../numerics/matrix.ts';
import {
  findUnknowns,
  type LabelledPhoto,
  type MeasuredPhoto,
  pseudoLabels,
  rowsToLearn,
  type UnknownPhotos,
} from '../../recipes/decision-rules.ts';
import { familySay, likeliestLabels, meanProbabilities } from '../../recipes/ensemble.ts';
import type { Recipe, RecipeRound } from '../../recipes/recipe.ts';
import type { Stage } from '../stages.ts';
import { readDistances } from './distances-stage.ts';
import { classesOf, readRunPhotos } from './faces-stage.ts';
import { LEARNT_ROWS, readProbabilities } from './heads-stage.ts';
import { listedJson, type RecipeRun, type RunPhoto, readJson, STAGE_NAMES } from './recipe-run.ts';

const VERSION = 1;
const ANSWERS = 'answers.json';
const COUNTS = 'counts.json';

/** What a round says of one photo to be named. */
export interface RoundAnswer {
  readonly image: string;
  /** Best first; the unknown alone for a photo that was left out. */
  readonly labels: readonly string[];
  /** Of the first label, in [0, 1]; absent for a photo that was left out. */
  readonly probability?: number;
  /** Fused, squared, to the nearest training photo. */
  readonly distance?: number;
}

/** What the decisions of a round come to. */
export interface RoundCounts {
  readonly round: string;
  readonly answered: number;
  readonly leftOut: number;
  /** Photos of the unknown rule, and further ones without a face; in the round that looks for them. */
  readonly unknownByRule: number;
  readonly unknownWithoutFace: number;
  /** Photos that the rule of pseudo-labels took. */
  readonly pseudoLabels: number;
  /** Labelled photos that are training photos, byte for byte, and are not learnt again. */
  readonly copiesLeftOut: number;
  /** Rows that the next round learns, and rows of the unknown class among them. */
  readonly learntRows: number;
  readonly learntUnknowns: number;
}

/** Puts the networks' answers of one round together, and decides what the next round learns. */
export function answersStage({ round, place }: { round: RecipeRound; place: number }, run: RecipeRun): Stage {
  const { recipe, ports } = run;
  const say = familySay(recipe, round);
  const stageOf = (network: string): string => STAGE_NAMES.heads(place, round.name, network);
  const { unknown, answerCount } = recipe;
  return {
    name: STAGE_NAMES.answers(place, round.name),
    after: [STAGE_NAMES.faces, STAGE_NAMES.distances, ...[...say.keys()].map(stageOf)],
    settings: { VERSION, say: [...say], round, unknown, answerCount, isFirst: place === 0 },
    async make({ inputs, write }) {
      const { used, leftOut } = await readRunPhotos(inputs);
      const test = used.filter(({ part }) => part === 'test');
      const classes = [...classesOf(used), ...(round.unknownClass ? [unknown.label] : [])];
      const given = new Map<string, Matrix>();
      for (const name of say.keys()) given.set(name, await readProbabilities(inputs, stageOf(name)));
      const probabilities = meanProbabilities(say, given);
      const labels = likeliestLabels(probabilities, classes, answerCount);
      const measured = measuredPhotos(test, {
        probabilities,
        labels,
        distances: await readDistances(inputs),
      });
      const decided = decide({ recipe, round, isFirst: place === 0 }, test, measured);
      const passedOver = leftOut.filter(({ part }) => part === 'test');
      const answers: RoundAnswer[] = [
        ...measured.map(({ label: _, ...photo }, n) => ({ ...photo, labels: labels[n] ?? [] })),
        ...passedOver.map(({ image }) => ({ image, labels: [unknown.label] })),
      ];
      const of = { round: round.name, answered: test.length, leftOut: passedOver.length };
      const counts = countsOf(decided, { ...of, unknownLabel: unknown.label });
      const { byRule, withoutFace } = decided.unknowns;
      await write(ANSWERS, listedJson(answers));
      await write('answers.csv', answersTable(answers, ports));
      await write('unknowns.csv', photosTable([...byRule, ...withoutFace], ports));
      await write('pseudo-labels.csv', learntTable(decided.learnt, measured, ports));
      await write(LEARNT_ROWS, listedJson(decided.learnt));
      await write(COUNTS, `${JSON.stringify(counts, null, 2)}\n`);
    },
  };
}

/** The first label of each photo, how likely it is, and how far the nearest training photo. */
function measuredPhotos(
  photos: readonly RunPhoto[],
  said: {
    readonly probabilities: Matrix;
    readonly labels: readonly (readonly string[])[];
    readonly distances: readonly number[];
  },
): MeasuredPhoto[] {
  return photos.map(({ image }, n) => ({
    image,
    label: said.labels[n]?.[0] ?? '',
    probability: row(said.probabilities, n).reduce((best, value) => Math.max(best, value), 0),
    distance: said.distances[n] ?? 0,
  }));
}

type Files = Parameters<typeof readJson>[0];

/** The answers of a round, from the files of its stage. */
export async function readAnswers(files: Files): Promise<readonly RoundAnswer[]> {
  return await readJson(files, ANSWERS);
}

/** The counts of a round, from the files of its stage. */
export async function readCounts(files: Files): Promise<RoundCounts> {
  return await readJson(files, COUNTS);
}

interface Decided {
  readonly unknowns: UnknownPhotos;
  readonly labelledCount: number;
  readonly copyCount: number;
  readonly learnt: readonly LabelledPhoto[];
}

const NOBODY: UnknownPhotos = { byRule: [], withoutFace: [] };

/** Who is unknown, in the first round, and what the next round learns. */
export function decide(
  {
    recipe,
    round,
    isFirst,
  }: { readonly recipe: Pick<Recipe, 'unknown'>; readonly round: RecipeRound; readonly isFirst: boolean },
  test: readonly RunPhoto[],
  measured: readonly MeasuredPhoto[],
): Decided {
  const withoutFace = new Set(test.flatMap(({ image, isFaceless }) => (isFaceless ? [image] : [])));
  const unknowns = isFirst ? findUnknowns(recipe.unknown, measured, withoutFace) : NOBODY;
  const rule = round.pseudoLabels;
  if (rule === undefined) return { unknowns, labelledCount: 0, copyCount: 0, learnt: [] };
  const labelled = pseudoLabels(rule, measured);
  const rows = rule.withUnknowns ? rowsToLearn(labelled, unknowns, recipe.unknown.label) : labelled;
  // The photo itself is held out of some heads, which must not learn it by another name.
  const isCopy = new Set(test.flatMap(({ image, copyOf }) => (copyOf === undefined ? [] : [image])));
  const learnt = rows.filter(({ image }) => !isCopy.has(image));
  return { unknowns, labelledCount: labelled.length, copyCount: rows.length - learnt.length, learnt };
}

function countsOf(
  { unknowns, labelledCount, copyCount, learnt }: Decided,
  {
    unknownLabel,
    ...round
  }: Pick<RoundCounts, 'round' | 'answered' | 'leftOut'> & { readonly unknownLabel: string },
): RoundCounts {
  return {
    ...round,
    unknownByRule: unknowns.byRule.length,
    unknownWithoutFace: unknowns.withoutFace.length,
    pseudoLabels: labelledCount,
    copiesLeftOut: copyCount,
    learntRows: learnt.length,
    learntUnknowns: learnt.filter(({ label }) => label === unknownLabel).length,
  };
}

type Ports = Pick<RecipeRun['ports'], 'formatTable'>;

function answersTable(answers: readonly RoundAnswer[], { formatTable }: Ports): string {
  const rows = answers.map(({ image, labels, probability, distance }) => [
    image,
    labels.join(' '),
    probability === undefined ? '' : String(probability),
    distance === undefined ? '' : String(distance),
  ]);
  return formatTable(['image', 'labels', 'probability', 'distance'], rows);
}

function photosTable(photos: readonly MeasuredPhoto[], { formatTable }: Ports): string {
  const rows = photos.map(({ image, label, probability, distance }) => [
    image,
    label,
    String(probability),
    String(distance),
  ]);
  return formatTable(['image', 'label', 'probability', 'distance'], rows);
}

/** Rows to learn with what the round said of the photo. */
function learntTable(
  learnt: readonly LabelledPhoto[],
  measured: readonly MeasuredPhoto[],
  ports: Ports,
): string {
  const said = new Map(measured.map((photo) => [photo.image, photo]));
  const rows = learnt.flatMap(({ image, label }) => {
    const photo = said.get(image);
    return photo === undefined ? [] : [{ ...photo, label }];
  });
  return photosTable(rows, ports);
}
