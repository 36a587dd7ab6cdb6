import type { PeopleOfSearches } from './search-table.ts';

/** How often each person was drawn, and so each of their searches counts. All 1 for the test as it is. */
export interface Draw {
  /** Shape [P]. */
  readonly people: Float64Array;
  /** Shape [N]. */
  readonly searches: Float64Array;
}

/** Figures of a test with its people drawn so often, always the same number of them; NaN where one is not defined. */
export type Measure = (draw: Draw) => ArrayLike<number>;

/** Measures one after the other. */
export function stack(measures: readonly Measure[]): Measure {
  return (draw) => measures.flatMap((measure) => Array.from(measure(draw)));
}

/**
 * Mean of a value over the searches that count, summed person by person beforehand so that a draw costs no more than
 * the people who have such a search.
 * @param value by search @param counts whether a search is in the mean
 */
export function meanOver(
  people: PeopleOfSearches,
  value: (search: number) => number,
  counts: (search: number) => boolean,
): Measure {
  const sums = new Map<number, { sum: number; count: number }>();
  people.personOf.forEach((person, search) => {
    if (!counts(search)) return;
    const { sum, count } = sums.get(person) ?? { sum: 0, count: 0 };
    sums.set(person, { sum: sum + value(search), count: count + 1 });
  });
  const members = Int32Array.from(sums.keys());
  const values = Float64Array.from(sums.values(), ({ sum }) => sum);
  const sizes = Float64Array.from(sums.values(), ({ count }) => count);
  return (draw) => {
    let sum = 0;
    let count = 0;
    for (let m = 0; m < members.length; m++) {
      const times = draw.people[members[m] as number] as number;
      sum += times * (values[m] as number);
      count += times * (sizes[m] as number);
    }
    return [sum / count];
  };
}

/** Share of the searches that count for which something holds, see {@link meanOver}. */
export function shareOver(
  people: PeopleOfSearches,
  holds: (search: number) => boolean,
  counts: (search: number) => boolean,
): Measure {
  return meanOver(people, (search) => Number(holds(search)), counts);
}
