import type { RateEstimate } from '../core/identification.ts';
import { type BootstrapOptions, bootstrapInterval } from '../numerics/statistics.ts';

/** Something that belongs to a person, in a mated or a non-mated search. */
interface OfPerson {
  readonly person: string;
  readonly isMated: boolean;
}

/**
 * A rate with its 95 % percentile interval over people: enrolled people and strangers are each drawn with replacement,
 * as many as there are, a person's photos always together. Photos of one person are alike, so drawing photos one by one
 * would make the interval too narrow.
 */
export function bootstrapByPerson<T extends OfPerson>(
  items: readonly T[],
  statistic: (items: readonly T[]) => number,
  options: BootstrapOptions,
): RateEstimate {
  const strata = [true, false].map((isMated) => byPerson(items.filter((item) => item.isMated === isMated)));
  const interval = bootstrapInterval(
    strata.map((people) => people.length),
    (drawn) =>
      statistic(
        drawn.flatMap((places, stratum) => [...places].flatMap((place) => strata[stratum]?.[place] ?? [])),
      ),
    options,
  );
  return { rate: statistic(items), ...interval };
}

function byPerson<T extends OfPerson>(items: readonly T[]): T[][] {
  const people = new Map<string, T[]>();
  for (const item of items) {
    const group = people.get(item.person);
    if (group) group.push(item);
    else people.set(item.person, [item]);
  }
  return [...people.values()];
}
