import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeLfwTask } from './photos.ts';
import { quenDone } from './quen.ts';

/** The network of the recipe's that tests run. */
export const NETWORK = 'insightface-y1';

/** The method's recipe with few views, small heads, two folds and limits that few photos can pass. */
async function smallRecipe(folder: string): Promise<string> {
  const recipe = JSON.parse(await quenDone(['recipe', 'show', 'aivivn'])) as Recipe;
  const small = {
    ...recipe,
    name: 'small',
    networks: recipe.networks.map((network) => ({ ...network, viewCount: Math.min(2, network.viewCount) })),
    heads: Object.fromEntries(
      Object.entries(recipe.heads).map(([name, head]) => [
        name,
        {
          ...head,
          ...{ hiddenCount: 64, batchSize: 2, epochCount: 20 },
          schedule: { ...head.schedule, max: 1e-2, base: 1e-5 },
        },
      ]),
    ),
    folds: { foldCount: 2, repeatCount: 3, repeatsPerNetwork: 2, isStratified: true },
    unknown: { ...recipe.unknown, label: 'unknown', distanceAbove: 1.2, probabilityBelow: 0.9 },
    rounds: recipe.rounds.map(({ pseudoLabels, ...round }) => ({
      ...round,
      ...(pseudoLabels && { pseudoLabels: { ...pseudoLabels, probabilityAbove: 0.15 } }),
    })),
  };
  const path = join(folder, 'small.json');
  writeFileSync(path, JSON.stringify(small));
  return path;
}

/** A recipe with tables of photos. */
interface SmallTask {
  readonly folder: string;
  readonly args: (out: string) => string[];
  readonly paths: ReturnType<typeof writeLfwTask>;
}

/** The small recipe, and how it is run on a few photos of LFW. */
export async function smallRecipeTask(): Promise<SmallTask> {
  const folder = temporaryFolder();
  const paths = writeLfwTask(folder);
  const { train, test, images } = paths;
  const recipe = await smallRecipe(folder);
  const tables = ['--train', train, '--test', test, '--images', images];
  return {
    folder,
    paths,
    args: (out) => ['recipe', 'run', recipe, ...tables, '--network', NETWORK, '--threads', '2', '--out', out],
  };
}
