import type { ThresholdRow } from '../../core/evaluation-findings.ts';
import { estimateOf, scaled } from '../counting/estimate.ts';
import { type Measure, shareOver, stack } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { dirAtFpir } from '../identification.ts';
import { isMeasurable, kindsOf, missingKind, type Section } from './section.ts';

/** Rates at which thresholds are offered, as far as the test has the strangers. */
const RATES = [0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.001] as const;

/**
 * What to expect per 1,000 photos of strangers, and of enrolled people, at the calibrated threshold and at those where the
 * test's own strangers reach common rates. The thresholds stay as they are while people are drawn.
 */
export function thresholdSection(table: SearchTable, calibrated: number): Section<ThresholdRow[]> {
  const kinds = kindsOf(table);
  const { enrolledCount, strangerCount } = table.people;
  const rows = [{ threshold: calibrated, fpir: null }, ...offered(table)];
  const [noMated, noStrangers] = [missingKind(kinds, 'mated'), missingKind(kinds, 'strangers')];
  return {
    measure: stack(rows.map(({ threshold }) => expected(table, threshold))),
    read: (measured) =>
      rows.map((row, place) => {
        const estimate = (column: number, missing: string | undefined, peopleCount: number) =>
          scaled(estimateOf(measured, 3 * place + column, { missing, peopleCount, isShare: true }), 1000);
        return {
          ...row,
          strangersNamed: estimate(0, noStrangers, strangerCount),
          recognised: estimate(1, noMated, enrolledCount),
          takenForAnother: estimate(2, noMated, enrolledCount),
        };
      }),
  };
}

function offered(table: SearchTable): { readonly threshold: number; readonly fpir: number }[] {
  const kinds = kindsOf(table);
  if (missingKind(kinds, 'both') !== undefined) return [];
  return RATES.filter((rate) => isMeasurable(kinds, rate))
    .map((fpir) => ({ fpir, threshold: dirAtFpir(table.searches, fpir).threshold }))
    .filter(({ threshold }) => Number.isFinite(threshold));
}

function expected({ people, isMated, best, hit }: SearchTable, threshold: number): Measure {
  const isNamed = (search: number): boolean => (best[search] as number) >= threshold;
  const isRight = (search: number): boolean => (hit[search] as number) >= threshold;
  const mated = (search: number): boolean => isMated[search] === 1;
  return stack([
    shareOver(people, isNamed, (search) => !mated(search)),
    shareOver(people, isRight, mated),
    shareOver(people, (search) => isNamed(search) && !isRight(search), mated),
  ]);
}
