import type { Estimate } from '../../core/evaluation-figures.ts';
import type { RobustnessRow } from '../../core/robustness.ts';
import { seededRandom } from '../../numerics/random.ts';
import { estimateOf } from '../counting/estimate.ts';
import { type Measure, meanOver, shareOver, stack } from '../counting/measure.ts';
import { measureOverPeople, RESAMPLE_COUNT, RESAMPLE_SEED } from '../counting/resample.ts';
import { type SearchTable, searchTable } from '../counting/search-table.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';
import { kindsOf, missingKind, missingRate } from '../findings/section.ts';
import { dirAtRates } from '../measures/dir-at-rates.ts';

const ONE_PERCENT = 0.01;

/** Figures of a degraded test, told of one row. */
export type RobustnessFigures = Omit<RobustnessRow, 'detector' | 'networks' | 'degradation'>;

/**
 * Figures of degraded photos beside those of the same photos as they are, with intervals over the same resamples of people.
 * Throws `EVALUATION_EMPTY` without a search, `RangeError` where the two are not of the same photos in the same order.
 */
export function robustnessFigures(
  asTheyAre: readonly EvaluatedSearch[],
  degraded: readonly EvaluatedSearch[],
  threshold: number,
): RobustnessFigures {
  const before = searchTable(asTheyAre);
  const table = searchTable(degraded);
  if (asTheyAre.length !== degraded.length || asTheyAre.some(({ photo }, i) => photo !== degraded[i]?.photo))
    throw new RangeError('Degraded photos are compared with the same photos in the same order.');
  const { measured } = measureOverPeople(
    table.people,
    { measured: measureOf(before, table, threshold) },
    { random: seededRandom(RESAMPLE_SEED), resampleCount: RESAMPLE_COUNT },
  );
  const kinds = kindsOf(table);
  const { enrolledCount, strangerCount } = table.people;
  const ofMated = { missing: missingKind(kinds, 'mated'), peopleCount: enrolledCount };
  const estimate = (place: number, rules: typeof ofMated, isShare = true): Estimate =>
    estimateOf(measured, place, { ...rules, isShare });
  return {
    threshold,
    ...kinds,
    withoutFace: table.best.filter((score) => score === Number.NEGATIVE_INFINITY).length,
    dir: estimate(0, ofMated),
    dirChange: estimate(1, ofMated, false),
    rank1: estimate(2, ofMated),
    fpir: estimate(3, { missing: missingKind(kinds, 'strangers'), peopleCount: strangerCount }),
    dirAtOnePercent: estimate(4, { ...ofMated, missing: missingRate(kinds, ONE_PERCENT) }),
  };
}

function measureOf(before: SearchTable, table: SearchTable, threshold: number): Measure {
  const { people, isMated, hit, best } = table;
  const mated = (search: number): boolean => isMated[search] === 1;
  const finds = (of: SearchTable) => (search: number) => (of.hit[search] as number) >= threshold;
  const change = (search: number): number => Number(finds(table)(search)) - Number(finds(before)(search));
  const comesFirst = (search: number): boolean => (hit[search] as number) > Number.NEGATIVE_INFINITY;
  const isNamed = (search: number): boolean => (best[search] as number) >= threshold;
  return stack([
    shareOver(people, finds(table), mated),
    meanOver(people, change, mated),
    shareOver(people, comesFirst, mated),
    shareOver(people, isNamed, (search) => !mated(search)),
    dirAtRates(table, [ONE_PERCENT]),
  ]);
}
