import { join } from 'node:path';
import { StageFolders } from '../adapters/files/stage-folders.ts';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import { NetworkStore } from '../adapters/network-store/network-store.ts';
import { preparationId } from '../adapters/network-store/prepared-networks.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import { readAnswers, readCounts } from '../pipeline/recipe-stages/answers-stage.ts';
import { readValidation } from '../pipeline/recipe-stages/heads-stage.ts';
import { type RecipeRun, STAGE_NAMES, type TablePhoto } from '../pipeline/recipe-stages/recipe-run.ts';
import { recipeStages } from '../pipeline/recipe-stages/recipe-stages.ts';
import { type RanStage, runStages } from '../pipeline/stages.ts';
import { isGalleryRecipe } from '../recipes/parse-recipe.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { withNetworks } from '../recipes/with-networks.ts';
import { extractionOptionsSchema } from './extraction-options.ts';
import { runGalleryRecipe } from './gallery-recipe-run.ts';
import { parseOptions } from './parse-options.ts';
import { labelledFromTable } from './photo-sets.ts';
import { assertOnce, hashedPhotos, photoNotes } from './recipe-photos.ts';
import { recipePorts } from './recipe-ports.ts';
import {
  type RecipeRunOptions,
  type RecipeRunReport,
  type ResolvedRecipeRunOptions,
  type RoundReport,
  recipeRunOptionsSchema,
} from './recipe-run-options.ts';
import { scoreOf, submissionTable, writeIfChanged } from './recipe-submission.ts';
import { checkRecipe, loadAnyRecipe } from './recipes.ts';
import type { TrainControl } from './training-sources.ts';

/**
 * Carries out a recipe on two tables of photos: everything up to `submission.csv`, in stages below `out` that are kept. A
 * stage whose inputs are those of its files is not made again. Throws what the stages throw, `CONFIG_INVALID`,
 * `RECIPE_INVALID`, `TABLE_INVALID`, `NETWORK_*`, `OUTPUT_*` and `ABORTED`.
 */
export async function runRecipe(
  options: RecipeRunOptions,
  control: TrainControl = {},
): Promise<RecipeRunReport> {
  const resolved = parseOptions(recipeRunOptionsSchema, options);
  const recipe = await loadAnyRecipe(resolved.recipe);
  await prepareOutputFolder(resolved.out);
  if (isGalleryRecipe(recipe)) return await runGalleryRecipe(recipe, resolved, control);
  const fitted = await fittedRecipe(resolved);
  const train = await labelledFromTable(resolved.train, resolved.images);
  const test = await labelledFromTable(resolved.test, resolved.images);
  assertOnce(test, resolved.test);
  const run = await openRun(fitted, { train, test, options: resolved }, control);
  const { signal } = control;
  const folder = join(resolved.out, 'stages');
  const stages = await runStages(recipeStages(run), new StageFolders(folder), signal && { signal });
  const rounds = await roundReports(fitted.recipe, stages, { train, test });
  const answers = await readAnswers(filesOf(stages, lastAnswers(fitted.recipe)));
  const submission = join(resolved.out, 'submission.csv');
  await writeIfChanged(submission, submissionTable(test, answers));
  await writeIfChanged(join(resolved.out, 'recipe.json'), `${JSON.stringify(fitted.recipe, null, 2)}\n`);
  return {
    recipe: recipe.name,
    notes: [...fitted.notes, ...photoNotes(run.photos)],
    stages: stages.map(({ name, wasKept }) => ({ name, wasKept })),
    rounds,
    submission,
  };
}

interface FittedRun {
  readonly recipe: Recipe;
  readonly notes: readonly string[];
  readonly networkNames: readonly string[];
}

/** The recipe with the networks that are here, the detector that is here, and the caller's word for the unknown. */
async function fittedRecipe(options: ResolvedRecipeRunOptions): Promise<FittedRun> {
  const { recipe: whole, presentNetworks } = await checkRecipe(options.recipe);
  const fitted = withNetworks(whole, options.networks ?? presentNetworks);
  const { detector, note } = await detectorOf(whole, options.detector);
  const { recipe } = fitted;
  const label = options.unknownLabel ?? recipe.unknown.label;
  return {
    recipe: {
      ...recipe,
      faces: { ...recipe.faces, detector },
      unknown: { ...recipe.unknown, label },
    },
    notes: [...fitted.notes, ...note],
    networkNames: whole.networks.map(({ name }) => name),
  };
}

async function detectorOf(
  { faces }: Recipe,
  asked: string | undefined,
): Promise<{ readonly detector: string; readonly note: readonly string[] }> {
  const store = new NetworkStore();
  const state = await store.state(await store.card(faces.detector));
  if (asked === undefined && state.kind !== 'absent') return { detector: faces.detector, note: [] };
  const detector = asked ?? extractionOptionsSchema.shape.detector.parse(undefined);
  if (detector === faces.detector) return { detector, note: [] };
  const why = asked === undefined ? `The detector ${faces.detector} is not here` : `Not ${faces.detector}`;
  return { detector, note: [`${why}: ${detector} finds the faces.`] };
}

interface Tables {
  readonly train: readonly LabelledPhoto[];
  readonly test: readonly LabelledPhoto[];
}

async function openRun(
  { recipe, networkNames }: FittedRun,
  { train, test, options }: Tables & { readonly options: ResolvedRecipeRunOptions },
  control: TrainControl,
): Promise<RecipeRun> {
  const photos = [...(await hashedPhotos(train, 'train')), ...(await hashedPhotos(test, 'test'))];
  const files = new Map([...train, ...test].map(({ photo }) => [photo.name, photo]));
  const { detector } = recipe.faces;
  const cardKeys = await cardKeysOf([detector, ...recipe.networks.map(({ name }) => name)]);
  const { seed, threads, distributed } = options;
  const fileOf = ({ image }: Pick<TablePhoto, 'image'>) => {
    const file = files.get(image);
    if (file !== undefined) return file;
    throw new RangeError(`The photo ${image} stands in no table.`);
  };
  const ports = recipePorts({ detector, seed, threads, distributed, fileOf }, control);
  return { recipe, networkNames, cardKeys, photos, seed, ports };
}

/** All that decides what a network gives, by its name. */
async function cardKeysOf(names: readonly string[]): Promise<Map<string, string>> {
  const store = new NetworkStore();
  const keys = new Map<string, string>();
  for (const name of names) {
    const { title: _title, licence: _licence, weights: _weights, ...card } = await store.card(name);
    keys.set(name, JSON.stringify({ ...card, preparation: preparationId(await store.card(name)) }));
  }
  return keys;
}

async function roundReports(
  recipe: Recipe,
  stages: readonly RanStage[],
  { train, test }: Tables,
): Promise<RoundReport[]> {
  const known = new Set(train.map(({ label }) => label));
  const reports: RoundReport[] = [];
  for (const [place, { name }] of recipe.rounds.entries()) {
    const files = filesOf(stages, STAGE_NAMES.answers(place, name));
    const score = scoreOf(await readAnswers(files), test, { known, unknownLabel: recipe.unknown.label });
    const validations = [];
    for (const { name: network } of recipe.networks)
      validations.push(await readValidation(filesOf(stages, STAGE_NAMES.heads(place, name, network))));
    reports.push({ name, counts: await readCounts(files), validations, ...(score && { score }) });
  }
  return reports;
}

function lastAnswers({ rounds }: Recipe): string {
  return STAGE_NAMES.answers(rounds.length - 1, rounds.at(-1)?.name ?? '');
}

function filesOf(stages: readonly RanStage[], name: string): RanStage['files'] {
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) throw new RangeError(`The stage ${name} did not run.`);
  return found.files;
}
