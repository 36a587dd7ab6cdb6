import { fitRightProbability, type RightProbability } from '../calibration/right-probability.ts';
import type { Threshold } from '../core/identification.ts';
import type { Recogniser } from './recogniser.ts';

/** What P(the best candidate is right) is worked out from, and the searches it was learnt from. */
export interface LearntProbability {
  readonly model: RightProbability;
  readonly learntFrom: {
    /** Enrolled people with a photo that could be searched in the gallery without it. */
    readonly matedPeople: number;
    readonly matedSearches: number;
    /** Of these, the searches that found their person. */
    readonly rightSearches: number;
    readonly nonMatedSetOn: Threshold['setOn'];
    readonly nonMatedPeople: number;
    readonly nonMatedSearches: number;
  };
}

/**
 * Learns, from searches whose answer is known, how likely the best candidate is right by its score. Isotonic curves: on
 * people of LFW whom they did not learn from they are nearer the truth than logistic ones, whether they learnt from 3 people
 * or from 400; `docs/open-set.md` has the figures.
 * @param strangerShare share of searched faces that are strangers', in [0, 1); throws `CONFIG_INVALID` for another
 * @returns undefined where there is nothing to learn from: nobody has two photos, or no stranger, nor anybody to stand in for
 * one, is known though some are to be expected
 */
export function learnProbability(
  { mated, nonMated }: Pick<Recogniser, 'mated' | 'nonMated'>,
  strangerShare: number,
): LearntProbability | undefined {
  const known = (mated ?? []).filter((searches) => searches.length > 0);
  const strangers = nonMated.people.filter((scores) => scores.length > 0);
  if (known.length === 0 || (strangers.length === 0 && strangerShare > 0)) return undefined;
  const searches = [
    ...known.flatMap((of, person) =>
      of.map(({ score, isRight }) => ({ person, score, outcome: isRight ? 'right' : 'wrong' }) as const),
    ),
    // Somebody enrolled who stands in for a stranger counts as another person.
    ...strangers.flatMap((scores, person) =>
      scores.map((score) => ({ person: known.length + person, score, outcome: 'stranger' }) as const),
    ),
  ];
  const model = fitRightProbability(
    {
      scores: Float64Array.from(searches, ({ score }) => score),
      outcomes: searches.map(({ outcome }) => outcome),
      personOf: Int32Array.from(searches, ({ person }) => person),
    },
    { curve: 'isotonic', strangerShare },
  );
  const count = (outcome: string): number => searches.filter((search) => search.outcome === outcome).length;
  return {
    model,
    learntFrom: {
      matedPeople: known.length,
      matedSearches: count('right') + count('wrong'),
      rightSearches: count('right'),
      nonMatedSetOn: nonMated.setOn,
      nonMatedPeople: strangers.length,
      nonMatedSearches: count('stranger'),
    },
  };
}
