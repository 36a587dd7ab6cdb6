import type { Measure } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { forEachTie } from './areas.ts';
import { type RankedSearches, rankedHits, rankedMated, rankedStrangers, totalWeight } from './ranked.ts';

/**
 * Correct classification rate at several false-positive rates (Dhamija, Günther and Boult 2018, section 5), read off the OSCR
 * curve, which runs straight between the corners of equal scores and whose upper end counts where it jumps.
 * @param rates rising, in [0, 1]
 */
export function ccrAtRates(table: SearchTable, rates: readonly number[]): Measure {
  const [hits, strangers, mated] = [rankedHits(table), rankedStrangers(table), rankedMated(table)];
  return ({ searches: weights }) => {
    const strangerWeight = totalWeight(strangers, weights);
    const matedWeight = totalWeight(mated, weights);
    const shares: number[] = [];
    let passed = 0;
    let right = 0;
    walkOscr({ hits, strangers }, weights, (accepted, named) => {
      for (let rate = rates[shares.length]; rate !== undefined; rate = rates[shares.length]) {
        const allowed = rate * strangerWeight;
        if (accepted <= allowed + 1e-9) break;
        const way = Math.max(0, allowed - passed) / (accepted - passed);
        shares.push((right + way * (named - right)) / matedWeight);
      }
      passed = accepted;
      right = named;
    });
    return rates.map((_, place) => shares[place] ?? right / matedWeight);
  };
}

/** Scores are doubles; the next one above any cosine is within this. */
const JUST_ABOVE = 1e-9;

/**
 * Calls back for the corners of the OSCR curve, from the highest threshold: for each score of a stranger the corner before
 * and the one after it is accepted, and one where every hit is.
 * @param weights how often each search counts, shape [N]
 * @param visit gets strangers accepted, mated searches named rightly, and a threshold that gives both
 */
export function walkOscr(
  { hits, strangers }: { readonly hits: RankedSearches; readonly strangers: RankedSearches },
  weights: Float64Array,
  visit: (accepted: number, named: number, threshold: number) => void,
): void {
  let accepted = 0;
  let named = 0;
  let next = 0;
  let least = hits.scores.at(-1) ?? Number.POSITIVE_INFINITY;
  const nameDownTo = (score: number): void => {
    for (; next < hits.order.length && (hits.scores[next] as number) >= score; next++)
      named += weights[hits.order[next] as number] as number;
  };
  forEachTie(strangers, (first, end) => {
    const score = strangers.scores[first] as number;
    if (score === Number.NEGATIVE_INFINITY) return;
    nameDownTo(score + JUST_ABOVE);
    visit(accepted, named, score + JUST_ABOVE);
    nameDownTo(score);
    for (let place = first; place < end; place++)
      accepted += weights[strangers.order[place] as number] as number;
    visit(accepted, named, score);
    least = Math.min(least, score);
  });
  nameDownTo(Number.NEGATIVE_INFINITY);
  visit(accepted, named, Number.isFinite(least) ? least : 0);
}
