import type { Measure } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import {
  type RankedSearches,
  ranked,
  rankedHits,
  rankedMated,
  rankedStrangers,
  totalWeight,
} from './ranked.ts';

/** AUROC of telling mated from non-mated searches by best score (Mann and Whitney 1947), equal scores counting half. */
export function aurocMeasure(table: SearchTable): Measure {
  return winningShare(rankedMated(table), rankedMated(table), rankedStrangers(table));
}

/** Area under the open-set classification rate curve, see `oscrArea`. */
export function oscrMeasure(table: SearchTable): Measure {
  return winningShare(rankedHits(table), rankedMated(table), rankedStrangers(table));
}

/**
 * Average precision of telling mated from non-mated searches by best score: over falling thresholds, the sum of each gain
 * in recall times the precision there, equal scores accepted together. It is the area under the precision-recall curve
 * without the straight lines between points, which promise more than can be had (Davis and Goadrich 2006).
 */
export function averagePrecisionMeasure(table: SearchTable): Measure {
  const all = ranked(table, table.best, () => true);
  const mated = rankedMated(table);
  return ({ searches: weights }) => {
    const matedWeight = totalWeight(mated, weights);
    let area = 0;
    let right = 0;
    let accepted = 0;
    forEachTie(all, (first, end) => {
      const before = right;
      for (let place = first; place < end; place++) {
        const search = all.order[place] as number;
        accepted += weights[search] as number;
        if (table.isMated[search] === 1) right += weights[search] as number;
      }
      if (right > before) area += ((right - before) / matedWeight) * (right / accepted);
    });
    return [area];
  };
}

/**
 * Area under the risk-coverage curve (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017): the mean, over searches, of the
 * share of wrong names among all searches that score at least as high. Naming a stranger is wrong, whatever the name.
 */
export function riskCoverageMeasure(table: SearchTable): Measure {
  const all = ranked(table, table.best, () => true);
  return ({ searches: weights }) => {
    let area = 0;
    let wrong = 0;
    let named = 0;
    forEachTie(all, (first, end) => {
      const before = named;
      for (let place = first; place < end; place++) {
        const search = all.order[place] as number;
        named += weights[search] as number;
        if (table.hit[search] === Number.NEGATIVE_INFINITY) wrong += weights[search] as number;
      }
      if (named > before) area += (named - before) * (wrong / named);
    });
    return [area / named];
  };
}

/** Calls back for every run of equal scores, from the highest. */
export function forEachTie({ scores }: RankedSearches, visit: (first: number, end: number) => void): void {
  for (let first = 0; first < scores.length; ) {
    let end = first + 1;
    while (end < scores.length && scores[end] === scores[first]) end++;
    visit(first, end);
    first = end;
  }
}

/** Share of pairs of a mated search and a stranger in which the winner's score is above the stranger's; ties count half. */
function winningShare(winners: RankedSearches, mated: RankedSearches, strangers: RankedSearches): Measure {
  return ({ searches: weights }) => {
    const matedWeight = totalWeight(mated, weights);
    const strangerWeight = totalWeight(strangers, weights);
    let wins = 0;
    let below = strangerWeight;
    let next = 0;
    forEachTie(winners, (first, end) => {
      const score = winners.scores[first] as number;
      let tied = 0;
      for (; next < strangers.order.length && (strangers.scores[next] as number) >= score; next++) {
        const weight = weights[strangers.order[next] as number] as number;
        below -= weight;
        if (strangers.scores[next] === score) tied += weight;
      }
      let winning = 0;
      for (let place = first; place < end; place++)
        winning += weights[winners.order[place] as number] as number;
      wins += winning * (below + tied / 2);
    });
    return [wins / (matedWeight * strangerWeight)];
  };
}
