import type { HeadArchitecture } from '../../src/heads/training/architecture.ts';
import { ADAM, type TrainingRecipe } from '../../src/heads/training/recipe.ts';
import type { TrainingRequest } from '../../src/heads/training/train-head.ts';
import { madePeople } from './made-people.ts';

const SIZES = { dimension: 16, classCount: 6 };
const MLP: HeadArchitecture = { kind: 'mlp', ...SIZES, hiddenCount: 24, dropout: 0.25 };
const RECIPE: TrainingRecipe = {
  optimiser: ADAM,
  labelSmoothing: 0,
  batchSize: 8,
  epochCount: 12,
  patience: 20,
  schedule: { kind: 'exp-range', base: 0.001, max: 0.01, gamma: 1, halfCycleEpochs: 3 },
  seed: 5,
};

/** Requests for the heads of some folds: each is judged on rows that it does not learn from. */
export function foldRequests(foldCount: number, recipe: Partial<TrainingRecipe> = {}): TrainingRequest[] {
  const { embeddings, labels } = madePeople({ ...SIZES, rowsPerClass: 10 }, { noise: 0.9 });
  const places = [...labels.keys()];
  return Array.from({ length: foldCount }, (_, fold) => {
    const isJudged = (place: number): boolean => place % Math.max(2, foldCount) === fold;
    const training = Int32Array.from(places.filter((place) => !isJudged(place)));
    const validation = Int32Array.from(places.filter(isJudged));
    return {
      architecture: MLP,
      recipe: { ...RECIPE, seed: 5 + fold, ...recipe },
      training: { embeddings, labels, rows: training },
      validation: { embeddings, labels, rows: validation },
      classWeights: Float32Array.of(1, 2, 1, 1, 1, 0.5),
      groupOf: Int32Array.from(places, (place) => place >> 1),
    };
  });
}
