import type { ReliabilityPoint } from '../../core/evaluation-curves.ts';
import { estimateOf } from '../counting/estimate.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { reliabilityMeasure, statedSearches } from '../measures/stated.ts';
import type { Section } from './section.ts';

/** The reliability table, each bin with the interval of the share that came true. Empty where nothing was stated. */
export function reliabilitySection(table: SearchTable): Section<ReliabilityPoint[]> {
  const stated = statedSearches(table);
  const peopleIn = stated.bins.map(
    (_, bin) => new Set(table.people.personOf.filter((_person, search) => stated.binOf[search] === bin)).size,
  );
  return {
    measure: reliabilityMeasure(stated),
    read: (measured) =>
      stated.bins.map((bin, place) => {
        // The first figure of the measure is the calibration error.
        const rules = { peopleCount: peopleIn[place] ?? 0, isShare: true };
        const { low, high } = estimateOf(measured, place + 1, rules);
        return {
          leastProbability: bin.low,
          greatestProbability: bin.high,
          count: bin.count,
          meanProbability: bin.meanProbability,
          shareRight: bin.shareRight,
          low: low ?? bin.shareRight,
          high: high ?? bin.shareRight,
        };
      }),
  };
}
