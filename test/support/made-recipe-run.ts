import { StageFolders } from '../../src/adapters/files/stage-folders.ts';
import { formatTable } from '../../src/adapters/files/tables.ts';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { ExtractedPhoto } from '../../src/core/photo.ts';
import { trainHeadsInTurn } from '../../src/heads/train-heads.ts';
import { type Matrix, stackRows } from '../../src/numerics/matrix.ts';
import type { RecipeRun, RunPhoto, TablePhoto } from '../../src/pipeline/recipe-stages/recipe-run.ts';
import { recipeStages } from '../../src/pipeline/recipe-stages/recipe-stages.ts';
import { type RanStage, runStages } from '../../src/pipeline/stages.ts';
import { aivivnRecipe } from '../../src/recipes/aivivn.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { madeNumbers } from './made-numbers.ts';

const DIMENSION = 16;

/** The method's recipe with two networks, small heads, three folds, and two views. */
export function smallRecipe(change: Partial<Recipe> = {}): Recipe {
  const of = (name: string) => aivivnRecipe.networks.filter((network) => network.name === name);
  const networks = [...of('insightface-y1'), ...of('vggface2-senet50-128')].map((network) => ({
    ...network,
    weight: 1,
    dimension: DIMENSION,
    viewCount: network.viewCount === 0 ? 0 : 2,
    head: 'small',
  }));
  const schedule = { kind: 'exp-range', base: 1e-7, max: 1e-2, gamma: 1, halfCycleEpochs: 1 } as const;
  const small = {
    ...aivivnRecipe.heads.wide,
    hiddenCount: 32,
    epochCount: 12,
    patience: 12,
    batchSize: 1,
    schedule,
  };
  const familyWeights = { insightface: 0.75, vggface2: 0.25 };
  return {
    ...aivivnRecipe,
    networks,
    heads: { small: small as Recipe['heads'][string] },
    folds: { foldCount: 3, repeatCount: 4, repeatsPerNetwork: 1, isStratified: false },
    distanceWeights: { 'insightface-y1': 1 },
    // The first epoch that names everybody right is kept, when heads are not sure yet.
    rounds: aivivnRecipe.rounds.map(({ pseudoLabels, ...round }) => ({
      ...round,
      familyWeights,
      ...(pseudoLabels && { pseudoLabels: { ...pseudoLabels, probabilityAbove: 0.34 } }),
    })),
    ...change,
  };
}

/** Five photos of each of three people to learn, and one of each to be named; photos of `extra` names beside. */
export function madePhotos(extra: readonly string[] = []): TablePhoto[] {
  const people = ['anna', 'bert', 'cleo'];
  const photo = (part: 'train' | 'test', image: string, label: string): TablePhoto => ({
    part,
    image,
    label,
    sha256: `hash of ${image}`,
  });
  return [
    ...people.flatMap((name) => [1, 2, 3, 4, 5].map((n) => photo('train', `${name}/${n}.png`, name))),
    ...people.map((name) => photo('test', `${name}/new.png`, '')),
    ...extra.map((image) => photo('test', image, '')),
  ];
}

/** A run with made networks: a photo lies near the point of the person its folder names; one called faceless has no face. */
export function madeRun(
  recipe: Recipe,
  photos: readonly TablePhoto[],
): RecipeRun & { readonly embedded: string[] } {
  const embedded: string[] = [];
  return {
    recipe,
    networkNames: aivivnRecipe.networks.map(({ name }) => name),
    cardKeys: new Map(recipe.networks.map(({ name }) => [name, `card of ${name}`])),
    photos,
    seed: 1,
    embedded,
    ports: {
      formatTable,
      detect: async (asked) => asked.map(madeExtraction),
      embed: async ({ network, photos: asked, viewCount }, take) => {
        embedded.push(network);
        for (const [place, photo] of asked.entries()) take(place, madePasses(network, photo, viewCount));
      },
      open,
      train: trainHeadsInTurn(open),
    },
  };
}

/** Runs all stages of a run in a folder. */
export async function runAll(run: RecipeRun, folder: string): Promise<RanStage[]> {
  return await runStages(recipeStages(run), new StageFolders(folder));
}

/** A text file of a stage that ran. */
export async function stageText(ran: readonly RanStage[], stage: string, file: string): Promise<string> {
  const bytes = await ran.find(({ name }) => name === stage)?.files.read(file);
  return Buffer.from(bytes ?? []).toString('utf8');
}

const open = (graph: Uint8Array) => createSession(graph, { threads: 1 });

function madeExtraction({ image, sha256 }: TablePhoto): ExtractedPhoto {
  const photo = { path: `/${image}`, name: image };
  const size = { widthPx: 100, heightPx: 100 };
  if (image.includes('faceless')) return { photo, sha256, extraction: { kind: 'no-face', ...size } };
  const box = { xPx: 20, yPx: 20, widthPx: 60, heightPx: 60 };
  const face = { box, landmarks: new Float32Array(10), score: 0.9, embeddings: [] };
  return { photo, sha256, extraction: { kind: 'faces', ...size, rung: 'normal', faces: [face] } };
}

function madePasses(network: string, { image }: RunPhoto, viewCount: number): Matrix {
  const [person = ''] = image.split('/');
  const point = madeNumbers(`${network} ${person}`, DIMENSION, [-1, 1]);
  const passes = Array.from({ length: 2 + viewCount }, (_, pass) => {
    const noise = madeNumbers(`${network} ${image} ${pass}`, DIMENSION, [-0.2, 0.2]);
    const values = point.map((value, k) => value + (noise[k] as number));
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
  return stackRows(passes, DIMENSION);
}
