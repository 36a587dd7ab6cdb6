import { fisherExact, type Trials } from '../../numerics/fisher-exact.ts';
import type { PeopleOfSearches } from '../counting/search-table.ts';

/** A yes or no for some searches, in a slice or in the others. */
export interface SlicedOutcomes {
  /** Whether the search is looked at, shape [N]. */
  readonly counts: (search: number) => boolean;
  readonly isInSlice: (search: number) => boolean;
  readonly holds: (search: number) => boolean;
}

/**
 * How surely a slice differs from the others: Fisher's exact test on counts divided by the design effect, by which photos
 * that come several to a person vary more than photos of strangers to each other would (Rao and Scott 1992, with the one
 * effect of all searches). A person with photos on both sides makes the test err towards no difference.
 * @returns the two-sided p-value, or null with fewer than two people on either side
 */
export function differenceTest(people: PeopleOfSearches, outcomes: SlicedOutcomes): number | null {
  const places = [...people.personOf.keys()].filter(outcomes.counts);
  const sides = [true, false].map((isIn) => places.filter((search) => outcomes.isInSlice(search) === isIn));
  const [inside, outside] = sides as [number[], number[]];
  const peopleIn = (side: readonly number[]): number =>
    new Set(side.map((search) => people.personOf[search])).size;
  if (peopleIn(inside) < 2 || peopleIn(outside) < 2) return null;
  const effect = designEffect(people, places, outcomes.holds);
  const effective = (side: readonly number[]): Trials => ({
    successes: Math.round(side.filter(outcomes.holds).length / effect),
    trials: Math.max(1, Math.round(side.length / effect)),
  });
  return fisherExact(effective(inside), effective(outside));
}

/** Variance of a share over people / its variance were all photos of different people; at least 1. */
function designEffect(
  { personOf }: PeopleOfSearches,
  places: readonly number[],
  holds: (search: number) => boolean,
): number {
  const share = places.filter(holds).length / places.length;
  if (share === 0 || share === 1) return 1;
  const residuals = new Map<number, number>();
  for (const search of places) {
    const person = personOf[search] as number;
    residuals.set(person, (residuals.get(person) ?? 0) + Number(holds(search)) - share);
  }
  const overPeople = [...residuals.values()].reduce((total, residual) => total + residual ** 2, 0);
  return Math.max(1, overPeople / (places.length * share * (1 - share)));
}
