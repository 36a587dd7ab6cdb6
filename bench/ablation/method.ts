import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runRecipe } from '../../dist/toolkit/recipe-run.js';
import type { EvaluatedSearch } from '../../src/evaluation/evaluated-search.ts';
import { type Matrix, row } from '../../src/numerics/matrix.ts';
import { readAnswers } from '../../src/pipeline/recipe-stages/answers-stage.ts';
import { classesOf, readRunPhotos } from '../../src/pipeline/recipe-stages/faces-stage.ts';
import { readProbabilities } from '../../src/pipeline/recipe-stages/heads-stage.ts';
import { STAGE_NAMES } from '../../src/pipeline/recipe-stages/recipe-run.ts';
import type { StageFiles, StageWork } from '../../src/pipeline/stages.ts';
import { aivivnRecipe } from '../../src/recipes/aivivn.ts';
import { familySay, meanProbabilities } from '../../src/recipes/ensemble.ts';
import type { Recipe, RecipeRound } from '../../src/recipes/recipe.ts';
import { LFW } from '../photos.ts';
import type { OpenSetTest } from './task.ts';

/** A round of the method as a row of the table. */
export interface MethodRow {
  readonly step: string;
  readonly searches: readonly EvaluatedSearch[];
}

/** Where the stages of the method's recipe are kept, and the networks it has here. */
export interface MethodRun {
  readonly folder: string;
  readonly networks: readonly string[];
}

const UNKNOWN = 'unknown';

/**
 * Runs the recipe of the AIVIVN challenge, cut down for two shared cores, and reads what each round answered. The best
 * score of a face is the probability of its likeliest person; the method sets no threshold for a rate.
 */
export async function methodRows(test: OpenSetTest, { folder, networks }: MethodRun): Promise<MethodRow[]> {
  const out = join(folder, test.name);
  mkdirSync(out, { recursive: true });
  const recipe = join(folder, 'cut-down.json');
  writeFileSync(recipe, JSON.stringify(cutDown(), null, 2));
  const table = (name: string) => join(LFW, 'open-set', `${name}.csv`);
  const images = join(LFW, 'images');
  await runRecipe({
    recipe,
    train: table('train'),
    test: table(test.name),
    images,
    out,
    networks: [...networks],
  });
  const fitted = JSON.parse(readFileSync(join(out, 'recipe.json'), 'utf8')) as Recipe;
  const rows: MethodRow[] = [];
  for (const [place, round] of fitted.rounds.entries())
    rows.push({
      step: `the method, ${networks.join(' + ')}, ${round.name}`,
      searches: await roundSearches(test, { out, fitted, round, place }),
    });
  return rows;
}

/** Three views, half the hidden units, five heads and forty epochs in place of 100, 2,048, twenty and 300. */
function cutDown(): Recipe {
  return {
    ...aivivnRecipe,
    name: 'cut-down',
    networks: aivivnRecipe.networks.map((network) => ({
      ...network,
      viewCount: Math.min(3, network.viewCount),
    })),
    heads: Object.fromEntries(
      Object.entries(aivivnRecipe.heads).map(([name, head]) => [
        name,
        { ...head, hiddenCount: 1024, epochCount: 40, patience: 12 },
      ]),
    ),
    folds: { foldCount: 5, repeatCount: 30, repeatsPerNetwork: 1, isStratified: false },
    unknown: { ...aivivnRecipe.unknown, label: UNKNOWN },
  };
}

interface RoundFiles {
  readonly out: string;
  readonly fitted: Recipe;
  readonly round: RecipeRound;
  readonly place: number;
}

async function roundSearches(
  { photos, labels }: OpenSetTest,
  { out, fitted, round, place }: RoundFiles,
): Promise<EvaluatedSearch[]> {
  const say = familySay(fitted, round);
  const stageOf = (network: string): string => STAGE_NAMES.heads(place, round.name, network);
  const answersStage = STAGE_NAMES.answers(place, round.name);
  const inputs = stageInputs(out, [STAGE_NAMES.faces, answersStage, ...[...say.keys()].map(stageOf)]);
  const { used } = await readRunPhotos(inputs);
  const classes = classesOf(used);
  const given = new Map<string, Matrix>();
  for (const name of say.keys()) given.set(name, await readProbabilities(inputs, stageOf(name)));
  const probabilities = meanProbabilities(say, given);
  const tested = used.filter(({ part }) => part === 'test');
  const rowOf = new Map(tested.map(({ image }, n) => [image, n]));
  const answers = await readAnswers(inputs.get(answersStage));
  const labelsOf = new Map(answers.map((answer) => [answer.image, answer.labels]));
  return photos.map(({ photo }, n): EvaluatedSearch => {
    const label = labels[n] ?? '';
    const mate = classes.indexOf(label);
    const at = rowOf.get(photo.name);
    const ofPeople = at === undefined ? undefined : row(probabilities, at).subarray(0, classes.length);
    const searched = { photo: photo.name, labels: labelsOf.get(photo.name) ?? [UNKNOWN] };
    const who =
      mate < 0
        ? { person: photo.name, isMated: false, truth: UNKNOWN }
        : { person: label, isMated: true, truth: label };
    const rest = { candidates: [], enrolledPhotoCount: 0 };
    if (ofPeople === undefined) return { ...searched, ...who, ...rest };
    const bestScore = Math.max(...ofPeople);
    const found = { bestScore, ...(mate >= 0 && { mate: placeAmong(ofPeople, mate) }) };
    return { ...searched, ...who, ...rest, found, probability: bestScore };
  });
}

function placeAmong(scores: Float32Array, mate: number): { readonly rank: number; readonly score: number } {
  const score = scores[mate] ?? Number.NEGATIVE_INFINITY;
  const ahead = scores.filter((other, c) => other > score || (other === score && c < mate)).length;
  return { rank: ahead + 1, score };
}

function stageInputs(out: string, stages: readonly string[]): StageWork['inputs'] {
  return new Map(
    stages.map((stage): [string, StageFiles] => [
      stage,
      { names: [], read: async (file) => new Uint8Array(await readFile(join(out, 'stages', stage, file))) },
    ]),
  );
}
