import type { Stage } from '../stages.ts';
import { answersStage } from './answers-stage.ts';
import { distancesStage } from './distances-stage.ts';
import { embeddingsStage } from './embeddings-stage.ts';
import { facesStage } from './faces-stage.ts';
import { foldsStage } from './folds-stage.ts';
import { headsStage } from './heads-stage.ts';
import type { RecipeRun } from './recipe-run.ts';

/** The stages of a run of a recipe, in the order in which they run: what a network gives is a stage of its own. */
export function recipeStages(run: RecipeRun): Stage[] {
  const { networks, rounds } = run.recipe;
  return [
    facesStage(run),
    foldsStage(run),
    ...networks.map((network) => embeddingsStage(network, run)),
    distancesStage(run),
    ...rounds.flatMap((round, place) => [
      ...networks.map((network) => headsStage({ network, round, place }, run)),
      answersStage({ round, place }, run),
    ]),
  ];
}
