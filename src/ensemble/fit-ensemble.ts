import type { Ensemble } from './fuse-scores.ts';
import type { OutOfFoldScores } from './member-scores.ts';
import { fitNormalisers, type Normalisation } from './score-normalisation.ts';
import { fixedWeights, learnWeights } from './weights.ts';

/** How an ensemble is put together. */
export interface EnsembleOptions {
  readonly normalisation: Normalisation;
  /** By member name, scaled to sum to one; learnt when absent. */
  readonly weights?: Readonly<Record<string, number>>;
}

/** Puts members into an ensemble by what they said of photos they had not learnt from. Throws what its two steps throw. */
export function fitEnsemble(outOfFold: OutOfFoldScores, options: EnsembleOptions): Ensemble {
  const normalisers = fitNormalisers(outOfFold, options.normalisation);
  const names = outOfFold.members.map(({ name }) => name);
  const weights = options.weights
    ? fixedWeights(names, options.weights)
    : learnWeights(outOfFold, normalisers);
  return {
    members: normalisers.map((normaliser, k) => ({
      name: names[k] ?? '',
      normaliser,
      weight: weights[k] ?? 0,
    })),
  };
}
