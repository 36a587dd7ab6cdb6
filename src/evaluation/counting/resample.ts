import type { Random } from '../../numerics/random.ts';
import { type BootstrapOptions, quantile } from '../../numerics/statistics.ts';
import type { Draw, Measure } from './measure.ts';
import type { PeopleOfSearches } from './search-table.ts';

/** Figures of a measure, in its order, with the ends of their 95 % intervals. NaN where a figure is not defined. */
export interface Measured {
  readonly values: Float64Array;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
}

/** Resamples of a bootstrap unless said otherwise. */
export const RESAMPLE_COUNT = 1000;

/** Seed of its draws unless said otherwise. */
export const RESAMPLE_SEED = 1;

/**
 * Every measure on the test as it is and on the same resamples of it (Efron 1979): the enrolled people and the strangers
 * are each drawn with replacement, as many as there are, a person's photos always together. Intervals run from the 2.5 to
 * the 97.5 % quantile of the resamples in which a figure is defined.
 */
export function measureOverPeople<K extends string>(
  people: PeopleOfSearches,
  measures: Readonly<Record<K, Measure>>,
  options: BootstrapOptions,
): Record<K, Measured> {
  const draw = {
    people: new Float64Array(peopleCount(people)),
    searches: new Float64Array(people.personOf.length),
  };
  drawEverybody(draw);
  const entries = Object.entries(measures) as [K, Measure][];
  const values = entries.map(([, measure]) => Float64Array.from(measure(draw)));
  const resamples = values.map(({ length }) =>
    Array.from({ length }, () => new Float64Array(options.resampleCount)),
  );
  for (let r = 0; r < options.resampleCount; r++) {
    drawPeople(people, options.random, draw);
    entries.forEach(([, measure], m) => {
      const figures = measure(draw);
      resamples[m]?.forEach((column, f) => {
        column[r] = figures[f] as number;
      });
    });
  }
  return Object.fromEntries(
    entries.map(([name], m) => [name, withEnds(values[m] as Float64Array, resamples[m] ?? [])]),
  ) as Record<K, Measured>;
}

function peopleCount({ enrolledCount, strangerCount }: PeopleOfSearches): number {
  return enrolledCount + strangerCount;
}

function drawEverybody(draw: Draw): void {
  draw.people.fill(1);
  draw.searches.fill(1);
}

function drawPeople(people: PeopleOfSearches, random: Random, draw: Draw): void {
  draw.people.fill(0);
  const { enrolledCount, strangerCount, personOf } = people;
  for (let n = 0; n < enrolledCount; n++) countOne(draw.people, Math.floor(random() * enrolledCount));
  for (let n = 0; n < strangerCount; n++)
    countOne(draw.people, enrolledCount + Math.floor(random() * strangerCount));
  for (let search = 0; search < personOf.length; search++)
    draw.searches[search] = draw.people[personOf[search] as number] as number;
}

function countOne(times: Float64Array, person: number): void {
  times[person] = (times[person] as number) + 1;
}

function withEnds(values: Float64Array, columns: readonly Float64Array[]): Measured {
  const defined = columns.map((column) => column.filter((figure) => !Number.isNaN(figure)));
  const ends = (share: number): Float64Array =>
    Float64Array.from(defined, (column) => (column.length === 0 ? Number.NaN : quantile(column, share)));
  return { values, lows: ends(0.025), highs: ends(0.975) };
}
