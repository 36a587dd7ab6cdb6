import { type WeightedScore, weightedScores } from '../../rejection/non-mated-tail.ts';

/** The best name of a photo whose person is known and of whom other photos were learnt. */
export interface MatedSearch {
  readonly person: number;
  readonly score: number;
  /** Whether the best name is the person's. */
  readonly isRight: boolean;
}

/** What thresholds of pseudo-labels are set on: searches by people who were not learnt with the photo searched. */
export interface LabellingEvidence {
  readonly mated: readonly MatedSearch[];
  /** Best scores of people who are not enrolled, one list a person, none empty. */
  readonly strangers: readonly (readonly number[])[];
}

/** Weights of some searches, highest score first, and what all searches of their kind weigh. */
export interface WeightedSearches {
  readonly scores: readonly WeightedScore[];
  /** People. */
  readonly total: number;
}

/** Searches by people, each of whom weighs 1. */
export interface PersonWeighted {
  readonly right: WeightedSearches;
  readonly wrong: WeightedSearches;
  readonly strangers: WeightedSearches;
}

/** Weighs searches so that a person counts 1 however many photos there are. */
export function personWeighted({ mated, strangers }: LabellingEvidence): PersonWeighted {
  const photos = new Map<number, number>();
  for (const { person } of mated) photos.set(person, (photos.get(person) ?? 0) + 1);
  const weighted = (isRight: boolean): WeightedSearches => ({
    scores: mated
      .filter((search) => search.isRight === isRight)
      .map(({ person, score }) => ({ score, weight: 1 / (photos.get(person) ?? 1) }))
      .sort((a, b) => b.score - a.score),
    total: photos.size,
  });
  return {
    right: weighted(true),
    wrong: weighted(false),
    strangers: { scores: weightedScores(strangers), total: strangers.length },
  };
}

/** People's worth of searches at or above a score. */
export function weightAtOrAbove({ scores }: WeightedSearches, threshold: number): number {
  let sum = 0;
  for (const { score, weight } of scores) {
    if (score < threshold) break;
    sum += weight;
  }
  return sum;
}
