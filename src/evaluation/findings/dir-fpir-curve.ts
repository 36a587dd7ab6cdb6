import type { DirFpirPoint } from '../../core/evaluation-curves.ts';
import { estimateOf } from '../counting/estimate.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { forEachTie } from '../measures/areas.ts';
import { dirAtRates } from '../measures/dir-at-rates.ts';
import { rankedHits, rankedStrangers } from '../measures/ranked.ts';
import { isMeasurable, kindsOf, missingKind, type Section } from './section.ts';
import { thinnedByLog } from './thinned.ts';

const MAX_POINTS = 120;

/** Scores are doubles; the next one above any cosine is within this. */
const JUST_ABOVE = 1e-9;

/**
 * DIR at rank 1 at every FPIR that the strangers of the test can show, with a band: for every resample the threshold is set
 * anew. Empty without searches of both kinds.
 */
export function dirFpirSection(table: SearchTable): Section<DirFpirPoint[]> {
  const kinds = kindsOf(table);
  const steps = missingKind(kinds, 'both') === undefined ? attainable(table) : [];
  return {
    measure: dirAtRates(
      table,
      steps.map(({ fpir }) => fpir),
    ),
    read: (measured) =>
      steps.map(({ fpir, threshold }, place) => {
        const rules = { peopleCount: table.people.enrolledCount, isShare: true };
        const { value, low, high } = estimateOf(measured, place, rules);
        const dir = value ?? 0;
        return {
          fpir,
          threshold,
          dir,
          low: low ?? dir,
          high: high ?? dir,
          isMeasurable: isMeasurable(kinds, fpir),
        };
      }),
  };
}

/** The rates that some threshold gives, rising, and the lowest threshold for each. */
function attainable(table: SearchTable): { readonly fpir: number; readonly threshold: number }[] {
  const strangers = rankedStrangers(table);
  const leastHit = rankedHits(table).scores.at(-1) ?? Number.POSITIVE_INFINITY;
  const thresholds = new Map<number, number>();
  let all = 0;
  forEachTie(strangers, (first, end) => {
    const score = strangers.scores[first] as number;
    if (score === Number.NEGATIVE_INFINITY) return;
    thresholds.set(first / strangers.order.length, score + JUST_ABOVE);
    all = end / strangers.order.length;
    thresholds.set(all, Math.min(score, leastHit));
  });
  if (thresholds.size === 0) thresholds.set(0, Number.isFinite(leastHit) ? leastHit : 0);
  const kept = thinnedByLog([...thresholds.keys()], MAX_POINTS);
  return kept.map((fpir) => ({ fpir, threshold: thresholds.get(fpir) ?? 0 }));
}
