import type { RiskCoveragePoint } from '../../core/evaluation-curves.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { forEachTie } from '../measures/areas.ts';
import { ranked } from '../measures/ranked.ts';
import { thinnedEvenly } from './thinned.ts';

const MAX_POINTS = 200;

/**
 * For falling thresholds, the share of all searches that are given a name, and how many of these names are wrong
 * (El-Yaniv and Wiener 2010). Photos without a face are never named.
 */
export function riskCoverageCurve(table: SearchTable): RiskCoveragePoint[] {
  const all = ranked(
    table,
    table.best,
    (search) => (table.best[search] as number) > Number.NEGATIVE_INFINITY,
  );
  const points: RiskCoveragePoint[] = [];
  let wrong = 0;
  forEachTie(all, (first, end) => {
    for (let place = first; place < end; place++)
      wrong += Number(table.hit[all.order[place] as number] === Number.NEGATIVE_INFINITY);
    points.push({
      coverage: end / table.searches.length,
      risk: wrong / end,
      threshold: all.scores[first] as number,
    });
  });
  return thinnedEvenly(points, MAX_POINTS);
}
