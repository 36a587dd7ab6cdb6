import { rightProbability } from '../../../calibration/right-probability.ts';
import { seededRandom, shuffled } from '../../../numerics/random.ts';
import { learnProbability } from '../../learn-probability.ts';
import type { OwnScores } from '../search/calibrate-faces.ts';

const FOLD_COUNT = 5;
const SEED = 1;

/** What a score of a person's search would have been said to be worth, by a model that did not learn from that person. */
export type StatedFor = (identity: number, score: number) => number | undefined;

/**
 * Probabilities as a collection states them, cross-fitted: for each fifth of the people they are learnt from the others, so that they can be
 * compared with what came true. The share of strangers is that of the searches.
 */
export function ownProbabilities({ mated, nonMated }: OwnScores): StatedFor {
  const strangerCount = nonMated.flat().length;
  const strangerShare = strangerCount / (strangerCount + mated.flat().length || 1);
  const order = shuffled([...nonMated.keys()], seededRandom(SEED));
  const foldOf = new Map(order.map((identity, place) => [identity, place % FOLD_COUNT]));
  const models = Array.from({ length: FOLD_COUNT }, (_, fold) => {
    const learnt = <T>(people: readonly (readonly T[])[]): T[][] =>
      people.map((searches, identity) => (foldOf.get(identity) === fold ? [] : [...searches]));
    const people = { setOn: 'leave-one-identity-out' as const, people: learnt(nonMated) };
    return learnProbability({ mated: learnt(mated), nonMated: people }, Math.min(strangerShare, 0.99))?.model;
  });
  return (identity, score) => {
    const model = models[foldOf.get(identity) ?? 0];
    return model && rightProbability(model, score);
  };
}
