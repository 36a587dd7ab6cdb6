import { plainFolds, stratifiedFolds } from '../../heads/folds.ts';
import { seededRandom, shuffled } from '../../numerics/random.ts';
import type { Stage, StageWork } from '../stages.ts';
import { classesOf, readRunPhotos } from './faces-stage.ts';
import { type RecipeRun, readJson, STAGE_NAMES } from './recipe-run.ts';

const VERSION = 1;
const FOLDS = 'folds.json';

/** How the training photos are divided, and which divisions each network has. */
export interface RunFolds {
  /** By division, the fold of each training photo that is used; -1 for one that is in no validation part. */
  readonly foldOf: readonly (readonly number[])[];
  /** By network, its divisions. */
  readonly drawn: Readonly<Record<string, readonly number[]>>;
}

/** Cuts the training photos into folds, and draws the divisions of each network. Throws `CONFIG_INVALID` for too few photos. */
export function foldsStage({ recipe, networkNames, seed, ports }: RecipeRun): Stage {
  const { folds } = recipe;
  return {
    name: STAGE_NAMES.folds,
    after: [STAGE_NAMES.faces],
    settings: { VERSION, folds, networkNames, seed },
    async make({ inputs, write }) {
      const { used } = await readRunPhotos(inputs);
      const photos = used.filter(({ part }) => part === 'train');
      const classes = classesOf(used);
      const identityOf = Int32Array.from(photos, ({ label }) => classes.indexOf(label));
      const options = { foldCount: folds.foldCount, repeatCount: folds.repeatCount, seed };
      const plans = folds.isStratified
        ? stratifiedFolds(identityOf, options)
        : plainFolds(photos.length, options);
      const foldOf = plans.map((plan) => {
        const places = new Array<number>(photos.length).fill(-1);
        for (const [fold, { validation }] of plan.folds.entries())
          for (const place of validation) places[place] = fold;
        return places;
      });
      const drawn = Object.fromEntries(
        networkNames.map((name, place) => {
          const random = seededRandom(seed + 1 + place);
          const repeats = shuffled([...foldOf.keys()], random).slice(0, folds.repeatsPerNetwork);
          return [name, repeats.sort((a, b) => a - b)];
        }),
      );
      await write(FOLDS, `${JSON.stringify({ drawn, foldOf } satisfies RunFolds)}\n`);
      const columns = ['image', 'label', ...foldOf.map((_, repeat) => `repeat_${repeat}`)];
      const rows = photos.map(({ image, label }, place) => [
        image,
        label,
        ...foldOf.map((places) => String(places[place])),
      ]);
      await write('folds.csv', ports.formatTable(columns, rows));
    },
  };
}

/** The folds among the inputs of a stage. */
export async function readFolds(inputs: StageWork['inputs']): Promise<RunFolds> {
  return await readJson<RunFolds>(inputs.get(STAGE_NAMES.folds), FOLDS);
}
