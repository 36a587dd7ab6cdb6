import { decodeNpy, encodeNpy } from '../../core/npy.ts';
import { TRAINING_VERSION } from '../../heads/training/train-head.ts';
import { type Matrix, selectRows } from '../../numerics/matrix.ts';
import type { LabelledPhoto } from '../../recipes/decision-rules.ts';
import type { RecipeNetwork, RecipeRound } from '../../recipes/recipe.ts';
import type { Stage, StageWork } from '../stages.ts';
import { readEmbeddings } from './embeddings-stage.ts';
import { classesOf, readRunPhotos } from './faces-stage.ts';
import { readFolds } from './folds-stage.ts';
import { headRequests, type LearntPhotos } from './head-requests.ts';
import { classTable, headTable, type NetworkValidation, topFiveTable, validationOf } from './heads-tables.ts';
import { meanOfHeads } from './mean-of-heads.ts';
import { type RecipeRun, type RunPhoto, readJson, STAGE_NAMES } from './recipe-run.ts';

const VERSION = 1;
const PROBABILITIES = 'probabilities.npy';
const VALIDATION = 'validation.json';
/** Rounds of a network have seeds of their own. */
const ROUND_SEEDS = 1000;

/** A network in a round of a run. */
export interface NetworkRound {
  readonly network: RecipeNetwork;
  readonly round: RecipeRound;
  /** Of the round, from 0. */
  readonly place: number;
}

/** Trains the heads of one network in one round, and names the photos by their mean. */
export function headsStage(of: NetworkRound, run: RecipeRun): Stage {
  const { network, round, place } = of;
  const { recipe, seed, cardKeys } = run;
  const before = recipe.rounds[place - 1];
  const earlier = before && STAGE_NAMES.answers(place - 1, before.name);
  const { foldCount } = recipe.folds;
  return {
    name: STAGE_NAMES.heads(place, round.name, network.name),
    after: [
      STAGE_NAMES.faces,
      STAGE_NAMES.folds,
      STAGE_NAMES.embeddings(network.name),
      ...(earlier === undefined ? [] : [earlier]),
    ],
    settings: {
      versions: { VERSION, TRAINING_VERSION },
      network: cardKeys.get(network.name),
      head: recipe.heads[network.head],
      rows: { epochRows: network.epochRows, viewCount: network.viewCount, judged: recipe.judged, foldCount },
      unknown: round.unknownClass ? recipe.unknown.label : 'no class',
      seed: headSeed(of, run),
      viewSeed: seed,
    },
    async make({ inputs, write }) {
      const { used } = await readRunPhotos(inputs);
      const classes = [...classesOf(used), ...(round.unknownClass ? [recipe.unknown.label] : [])];
      const learnt = await learntRows(inputs, earlier);
      const material = await photosOf(inputs, { network, classes, learnt, run });
      const { requests, heads, probabilities } = await trainAndName(inputs, {
        ...of,
        ...material,
        run,
        classes,
      });
      const { rows, cols, data } = probabilities;
      await write(PROBABILITIES, encodeNpy({ data, dims: [rows, cols] }));
      await write('classes.csv', classTable(classes, run.ports));
      await write('heads.csv', headTable(requests, heads, run.ports));
      const validation = validationOf(heads, { network: network.name, round: round.name });
      await write(VALIDATION, `${JSON.stringify(validation, null, 2)}\n`);
      const test = used.filter(({ part }) => part === 'test');
      await write('top-five.csv', topFiveTable(test, { probabilities, classes }, run.ports));
    },
  };
}

/** Seeds differ by network and round, whichever other networks are there. */
function headSeed({ network, place }: NetworkRound, { seed, networkNames }: RecipeRun): number {
  return seed + ROUND_SEEDS * (place + 1) + networkNames.indexOf(network.name);
}

interface Naming extends NetworkRound {
  readonly photos: LearntPhotos;
  readonly judgedOn: JudgedPhotos;
  readonly classes: readonly string[];
  readonly run: RecipeRun;
}

async function trainAndName(inputs: StageWork['inputs'], naming: Naming) {
  const { network, photos, judgedOn, classes, run } = naming;
  const { recipe, ports } = run;
  const head = recipe.heads[network.head];
  if (head === undefined) throw new RangeError(`The recipe has no head for ${network.name}.`);
  const { drawn, foldOf } = await readFolds(inputs);
  const requests = headRequests(photos, {
    head,
    epochRows: network.epochRows,
    foldCount: recipe.folds.foldCount,
    classCount: classes.length,
    divisions: (drawn[network.name] ?? []).map((repeat) => ({ repeat, foldOf: foldOf[repeat] ?? [] })),
    seed: headSeed(naming, run),
  });
  const heads = await ports.train(requests.map(({ request }) => request));
  const seen = recipe.judged === 'photo' ? [judgedOn.plain] : [judgedOn.plain, judgedOn.mirror];
  return { requests, heads, probabilities: await meanOfHeads(heads, seen, ports.open) };
}

/** What the heads of a network say of the photos to be named that are used, shape [P, C]. */
export async function readProbabilities(inputs: StageWork['inputs'], stage: string): Promise<Matrix> {
  const files = inputs.get(stage);
  if (files === undefined) throw new RangeError(`The stage ${stage} is no input here.`);
  const { data, dims } = decodeNpy(await files.read(PROBABILITIES));
  return { data, rows: dims[0] ?? 0, cols: dims[1] ?? 0 };
}

/** How the heads of a network did, from the files of its stage. */
export async function readValidation(files: {
  read(file: string): Promise<Uint8Array>;
}): Promise<NetworkValidation> {
  return await readJson<NetworkValidation>(files, VALIDATION);
}

/** Name of the file of an answers stage with the rows that the next round learns. */
export const LEARNT_ROWS = 'learnt.json';

async function learntRows(
  inputs: StageWork['inputs'],
  earlier: string | undefined,
): Promise<readonly LabelledPhoto[]> {
  return earlier === undefined ? [] : await readJson(inputs.get(earlier), LEARNT_ROWS);
}

interface JudgedPhotos {
  readonly plain: Matrix;
  readonly mirror: Matrix;
}

/** The embeddings that heads learn from, and those that they are asked about. */
async function photosOf(
  inputs: StageWork['inputs'],
  of: {
    readonly network: RecipeNetwork;
    readonly classes: readonly string[];
    readonly learnt: readonly LabelledPhoto[];
    readonly run: RecipeRun;
  },
): Promise<{ readonly photos: LearntPhotos; readonly judgedOn: JudgedPhotos }> {
  const { network, classes, learnt, run } = of;
  const { used } = await readRunPhotos(inputs);
  const { plain, mirror } = await readEmbeddings(inputs, network.name);
  const places = [...used.keys()];
  const train = places.filter((place) => used[place]?.part === 'train');
  const test = places.filter((place) => used[place]?.part === 'test');
  const placeOf = new Map(test.map((place) => [used[place]?.image, place]));
  const classOf = new Map(classes.map((label, c) => [label, c]));
  const rows = [
    ...train.map((place) => ({ place, label: used[place]?.label ?? '' })),
    ...learnt.flatMap(({ image, label }) => {
      const place = placeOf.get(image);
      return place === undefined || !classOf.has(label) ? [] : [{ place, label }];
    }),
  ];
  const taken = rows.map(({ place }) => place);
  const views: Matrix[] = [];
  if (network.epochRows === 'random-view') {
    const photos = taken.map((place) => used[place] as RunPhoto);
    const { name, viewCount } = network;
    await run.ports.embed({ network: name, photos, viewCount }, (place, passes) => {
      views[place] = withoutPlain(passes);
    });
  }
  return {
    photos: {
      plain: selectRows(plain, taken),
      mirror: selectRows(mirror, taken),
      views,
      labels: Int32Array.from(rows, ({ label }) => classOf.get(label) as number),
      trainingCount: train.length,
    },
    judgedOn: { plain: selectRows(plain, test), mirror: selectRows(mirror, test) },
  };
}

/** The views alone, without the crop and its mirror image. */
function withoutPlain({ data, rows, cols }: Matrix): Matrix {
  return { data: data.subarray(2 * cols), rows: rows - 2, cols };
}
