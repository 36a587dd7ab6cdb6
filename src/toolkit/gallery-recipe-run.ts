import { join } from 'node:path';
import { StageFolders } from '../adapters/files/stage-folders.ts';
import { formatTable } from '../adapters/files/tables.ts';
import type { SkippedFile } from '../core/identification.ts';
import { answerTest } from '../pipeline/evaluate.ts';
import { extractPhotos } from '../pipeline/extract-photos.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import { readAnswers } from '../pipeline/recipe-stages/answers-stage.ts';
import { listedJson, readJson } from '../pipeline/recipe-stages/recipe-run.ts';
import { runStages, type Stage, type StageFiles, type StageWork } from '../pipeline/stages.ts';
import { headRecogniser } from '../pipeline/training/head-recogniser.ts';
import type { GalleryRecipe } from '../recipes/gallery-recipe.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { enrolAndCalibrate, filesOf, withLabels } from './enrol-people.ts';
import { extractionOptionsSchema } from './extraction-options.ts';
import { headOptionsSchema } from './head-options.ts';
import { thresholdOf } from './identify.ts';
import { labelledFromTable, strangersFrom } from './photo-sets.ts';
import { assertOnce, hashedPhotos, photoNotes } from './recipe-photos.ts';
import type { RecipeRunReport, ResolvedRecipeRunOptions } from './recipe-run-options.ts';
import { scoreOf, submissionTable, writeIfChanged } from './recipe-submission.ts';
import { trainOn } from './train-on.ts';
import type { TrainControl } from './training-sources.ts';

const VERSION = 2;
const ANSWERS = '01-answers';
const ENROLLED_STRANGERS = 'enrolled-strangers.json';

/**
 * Carries out a recipe without rounds: enrols, calibrates on strangers or on the enrolled themselves, names. It is one stage;
 * what photos give is kept by photo in the cache. Throws as `evaluate` does.
 */
export async function runGalleryRecipe(
  recipe: GalleryRecipe,
  options: ResolvedRecipeRunOptions,
  control: TrainControl,
): Promise<RecipeRunReport> {
  const asked = askedOf(recipe, options);
  const train = await labelledFromTable(options.train, options.images);
  const test = await labelledFromTable(options.test, options.images);
  assertOnce(test, options.test);
  const { strangers: place, images } = options;
  const { labelled: strangers } = await strangersFrom(place, images, control.signal);
  const hashes = {
    train: await hashedPhotos(train, 'train'),
    test: await hashedPhotos(test, 'test'),
    strangers: await hashedPhotos(strangers, 'train'),
  };
  const stage: Stage = {
    name: ANSWERS,
    after: [],
    settings: { VERSION, asked, hashes, seed: options.seed },
    make: async (work) => await answer(work, { asked, train, test, strangers, options, control }),
  };
  const folder = join(options.out, 'stages');
  const [ran] = await runStages(
    [stage],
    new StageFolders(folder),
    control.signal && { signal: control.signal },
  );
  const answers = await readAnswers(ran?.files);
  const submission = join(options.out, 'submission.csv');
  await writeIfChanged(submission, submissionTable(test, answers));
  await writeIfChanged(join(options.out, 'recipe.json'), `${JSON.stringify(asked, null, 2)}\n`);
  const known = new Set(train.map(({ label }) => label));
  const score = scoreOf(answers, test, { known, unknownLabel: asked.unknown.label });
  return {
    recipe: recipe.name,
    notes: [...photoNotes([...hashes.train, ...hashes.test]), ...(await strangerNotes(ran?.files))],
    stages: [{ name: ANSWERS, wasKept: ran?.wasKept ?? false }],
    rounds: [{ name: 'gallery', validations: [], ...(score && { score }) }],
    submission,
  };
}

/** The recipe with the caller's networks, detector and word for the unknown in place of its own. */
function askedOf(recipe: GalleryRecipe, options: ResolvedRecipeRunOptions): GalleryRecipe {
  const { networks, detector = recipe.faces.detector, unknownLabel = recipe.unknown.label } = options;
  return {
    ...recipe,
    networks: networks === undefined ? recipe.networks : networks.map((name) => ({ name })),
    faces: { ...recipe.faces, detector },
    unknown: { ...recipe.unknown, label: unknownLabel },
  };
}

interface GalleryRun {
  readonly asked: GalleryRecipe;
  readonly train: readonly LabelledPhoto[];
  readonly test: readonly LabelledPhoto[];
  readonly strangers: readonly LabelledPhoto[];
  readonly options: ResolvedRecipeRunOptions;
  readonly control: TrainControl;
}

async function answer({ write }: StageWork, run: GalleryRun): Promise<void> {
  const { asked, train, test, strangers, options, control } = run;
  const { threads, seed, distributed } = options;
  const networks = asked.networks.map(({ name }) => name);
  const { detector } = asked.faces;
  await using extraction = await openExtraction(
    extractionOptionsSchema.parse({ networks, detector, threads, distributed }),
  );
  const files = [...train, ...strangers, ...test];
  const { photos } = await extractPhotos(filesOf(files), extraction.ports, control);
  const people = withLabels(train, photos.slice(0, train.length));
  const known = withLabels(strangers, photos.slice(train.length, train.length + strangers.length));
  const enrolled = enrolAndCalibrate(people, known, { extraction, rule: asked.rule });
  const { gallery, skipped } = enrolled;
  const heads = headOptionsSchema.parse({ heads: [asked.head], seed });
  const sources = { gallery, people, strangers: enrolled.strangers };
  const made = await trainOn(sources, { options: heads, extraction, threads }, control);
  const recogniser = headRecogniser(gallery, made.trained);
  const threshold = thresholdOf(recogniser, asked.unknown.fpir);
  const probes = photos.slice(train.length + strangers.length);
  const answers = await answerTest(probes, recogniser, { threshold, unknownLabel: asked.unknown.label });
  const given = answers.map(({ photo, labels }) => ({ image: photo, labels }));
  await write('answers.json', listedJson(given));
  const rows = given.map(({ image, labels }) => [image, labels.join(' ')]);
  await write('answers.csv', formatTable(['image', 'labels'], rows));
  await write('threshold.json', `${JSON.stringify(threshold, null, 2)}\n`);
  await write(ENROLLED_STRANGERS, listedJson(skipped.filter(({ code }) => code === 'stranger-enrolled')));
}

/** What is odd about the strangers, a sentence each. */
async function strangerNotes(files: StageFiles | undefined): Promise<string[]> {
  const enrolled = await readJson<readonly SkippedFile[]>(files, ENROLLED_STRANGERS);
  const [first] = enrolled;
  if (first === undefined) return [];
  return [
    `Photos of strangers who are enrolled, and were not taken for strangers: ${enrolled.length}, the first ${first.path}.`,
  ];
}
