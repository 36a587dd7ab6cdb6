import type { OscrPoint } from '../../core/evaluation-curves.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { walkOscr } from '../measures/ccr-at-rates.ts';
import { rankedHits, rankedStrangers } from '../measures/ranked.ts';
import { kindsOf, missingKind } from './section.ts';
import { thinnedByLog } from './thinned.ts';

const MAX_RATES = 120;

/** The open-set classification rate curve (Dhamija, Günther and Boult 2018). Empty without searches of both kinds. */
export function oscrCurve(table: SearchTable): OscrPoint[] {
  const kinds = kindsOf(table);
  if (missingKind(kinds, 'both') !== undefined) return [];
  const everyOne = new Float64Array(table.searches.length).fill(1);
  const points: OscrPoint[] = [];
  walkOscr(
    { hits: rankedHits(table), strangers: rankedStrangers(table) },
    everyOne,
    (accepted, named, threshold) =>
      points.push({ fpr: accepted / kinds.nonMatedSearches, ccr: named / kinds.matedSearches, threshold }),
  );
  const kept = new Set(thinnedByLog([...new Set(points.map(({ fpr }) => fpr))], MAX_RATES));
  const thinned = points.filter(({ fpr }) => kept.has(fpr));
  const end = thinned.at(-1);
  // Strangers without a face are never accepted: the curve ends level.
  return end === undefined || end.fpr === 1 ? thinned : [...thinned, { ...end, fpr: 1 }];
}
