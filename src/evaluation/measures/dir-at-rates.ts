import type { Measure } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { rankedHits, rankedMated, rankedStrangers, totalWeight } from './ranked.ts';

/**
 * DIR at rank 1 at several FPIRs, each at the lowest threshold that keeps it on the strangers drawn, as `dirAtFpir` sets it.
 * @param rates rising, in [0, 1]
 */
export function dirAtRates(table: SearchTable, rates: readonly number[]): Measure {
  const [strangers, hits, mated] = [rankedStrangers(table), rankedHits(table), rankedMated(table)];
  return ({ searches: weights }) => {
    const strangerWeight = totalWeight(strangers, weights);
    const matedWeight = totalWeight(mated, weights);
    let passed = 0;
    let stranger = 0;
    let found = 0;
    let hit = 0;
    return rates.map((rate) => {
      // 0.1 x 30 and the like must not fall short of a whole number.
      const allowed = Math.floor(rate * strangerWeight + 1e-9);
      while (stranger < strangers.order.length && passed + weightAt(strangers.order, stranger) <= allowed)
        passed += weightAt(strangers.order, stranger++);
      const refused = strangers.scores[stranger] ?? Number.NEGATIVE_INFINITY;
      while (hit < hits.order.length && (hits.scores[hit] as number) > refused)
        found += weightAt(hits.order, hit++);
      return found / matedWeight;
    });

    function weightAt(order: Int32Array, place: number): number {
      return weights[order[place] as number] as number;
    }
  };
}
