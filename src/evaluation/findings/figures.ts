import { FIGURE_KEYS, type Figure, type FigureKey } from '../../core/evaluation-figures.ts';
import { complement, estimateOf } from '../counting/estimate.ts';
import { type Measure, meanOver, shareOver, stack } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import {
  aurocMeasure,
  averagePrecisionMeasure,
  oscrMeasure,
  riskCoverageMeasure,
} from '../measures/areas.ts';
import { ccrAtRates } from '../measures/ccr-at-rates.ts';
import { dirAtRates } from '../measures/dir-at-rates.ts';
import { macroF1Measure } from '../measures/macro-f1.ts';
import { lossMeasures, reliabilityMeasure, statedSearches } from '../measures/stated.ts';
import { meanAveragePrecisionAt5 } from '../top-five.ts';
import { kindsOf, missingKind, missingRate, type Section } from './section.ts';

/** How one figure is told. */
interface FigureRules {
  readonly better: Figure['better'];
  /** Searches it is counted from; a number is the FPIR that the strangers must be enough for. */
  readonly needs: 'mated' | 'strangers' | 'both' | 'any' | 'stated' | number;
  /** Whether it is a share of people's photos, see `estimateOf`. */
  readonly isShare: boolean;
}

const share = (needs: FigureRules['needs'], better: Figure['better']): FigureRules => ({
  better,
  needs,
  isShare: true,
});
const mean = (needs: FigureRules['needs'], better: Figure['better']): FigureRules => ({
  better,
  needs,
  isShare: false,
});

const RULES: Readonly<Record<FigureKey, FigureRules>> = {
  dir_at_threshold: share('mated', 'higher'),
  fnir_at_threshold: share('mated', 'lower'),
  realised_fpir: share('strangers', 'asked'),
  rank1: share('mated', 'higher'),
  'dir_at_fpir.0.1': share(0.1, 'higher'),
  'dir_at_fpir.0.01': share(0.01, 'higher'),
  'dir_at_fpir.0.001': share(0.001, 'higher'),
  auroc: mean('both', 'higher'),
  aupr: mean('both', 'higher'),
  oscr: mean('both', 'higher'),
  'ccr_at_fpr.0.1': share(0.1, 'higher'),
  'ccr_at_fpr.0.01': share(0.01, 'higher'),
  'ccr_at_fpr.0.001': share(0.001, 'higher'),
  map5: mean('any', 'higher'),
  macro_f1: mean('any', 'higher'),
  aurc: mean('any', 'lower'),
  ece: mean('stated', 'lower'),
  brier: mean('stated', 'lower'),
  log_loss: mean('stated', 'lower'),
  detect_fail_rate: share('any', 'lower'),
};

/** The figures as a section, and where the measure has each. */
export interface FigureSection extends Section<Figure[]> {
  /** A figure with `isRest` is what the one at that place leaves to 1. */
  readonly placeOf: (key: FigureKey) => { readonly place: number; readonly isRest: boolean };
}

/** Every figure of a test, counted at one threshold where it needs one. */
export function figureSection(table: SearchTable, threshold: number): FigureSection {
  const groups = figureMeasures(table, threshold);
  const places = new Map(groups.flatMap(({ keys }) => keys).map((key, place) => [key, place]));
  const placeOf = (key: FigureKey) => {
    const isRest = key === 'fnir_at_threshold';
    return { place: places.get(isRest ? 'dir_at_threshold' : key) ?? -1, isRest };
  };
  const missingOf = missingReasons(table);
  return {
    placeOf,
    measure: stack(groups.map(({ measure }) => measure)),
    read: (measured) =>
      FIGURE_KEYS.map((key) => {
        const { better, needs, isShare } = RULES[key];
        const rules = { missing: missingOf(needs), isShare, peopleCount: peopleFor(table, needs) };
        const { place, isRest } = placeOf(key);
        const estimate = estimateOf(measured, place, rules);
        return { key, better, ...(isRest ? complement(estimate) : estimate) };
      }),
  };
}

/** Measures with the figures each gives; FNIR is what DIR leaves. Where searches are missing they give no number. */
function figureMeasures(
  table: SearchTable,
  threshold: number,
): { readonly keys: readonly FigureKey[]; readonly measure: Measure }[] {
  const { people, best, hit } = table;
  const isMated = (search: number): boolean => table.isMated[search] === 1;
  const everySearch = (): boolean => true;
  const stated = statedSearches(table);
  const [brier, loss] = lossMeasures(table, stated);
  const one = (key: FigureKey, measure: Measure) => ({ keys: [key], measure });
  return [
    one(
      'dir_at_threshold',
      shareOver(people, (search) => (hit[search] as number) >= threshold, isMated),
    ),
    one(
      'realised_fpir',
      shareOver(
        people,
        (search) => (best[search] as number) >= threshold,
        (search) => !isMated(search),
      ),
    ),
    one(
      'rank1',
      shareOver(people, (search) => (hit[search] as number) > Number.NEGATIVE_INFINITY, isMated),
    ),
    {
      keys: ['dir_at_fpir.0.001', 'dir_at_fpir.0.01', 'dir_at_fpir.0.1'],
      measure: dirAtRates(table, [0.001, 0.01, 0.1]),
    },
    one('auroc', aurocMeasure(table)),
    one('aupr', averagePrecisionMeasure(table)),
    one('oscr', oscrMeasure(table)),
    {
      keys: ['ccr_at_fpr.0.001', 'ccr_at_fpr.0.01', 'ccr_at_fpr.0.1'],
      measure: ccrAtRates(table, [0.001, 0.01, 0.1]),
    },
    one(
      'map5',
      meanOver(people, (search) => precisionOf(table, search), everySearch),
    ),
    one('macro_f1', macroF1Measure(table, threshold)),
    one('aurc', riskCoverageMeasure(table)),
    one('ece', firstOf(reliabilityMeasure(stated))),
    one('brier', brier),
    one('log_loss', loss),
    one(
      'detect_fail_rate',
      shareOver(people, (search) => best[search] === Number.NEGATIVE_INFINITY, everySearch),
    ),
  ];
}

function firstOf(measure: Measure): Measure {
  return (draw) => [measure(draw)[0] ?? Number.NaN];
}

function precisionOf({ searches }: SearchTable, search: number): number {
  const answered = searches[search];
  return answered === undefined ? 0 : meanAveragePrecisionAt5([answered]);
}

function missingReasons(table: SearchTable): (needs: FigureRules['needs']) => string | undefined {
  const kinds = kindsOf(table);
  const isStated = table.searches.some(({ probability }) => probability !== undefined);
  return (needs) => {
    if (typeof needs === 'number') return missingRate(kinds, needs);
    if (needs === 'stated') return isStated ? undefined : 'No probability was stated.';
    return needs === 'any' ? undefined : missingKind(kinds, needs);
  };
}

/** People the interval hangs on: the fewer kind, where both are needed. */
function peopleFor({ people }: SearchTable, needs: FigureRules['needs']): number {
  const { enrolledCount, strangerCount } = people;
  if (needs === 'mated' || typeof needs === 'number') return enrolledCount;
  if (needs === 'strangers') return strangerCount;
  return needs === 'both' ? Math.min(enrolledCount, strangerCount) : enrolledCount + strangerCount;
}
