import { QuenError } from '../core/errors.ts';
import type { EvaluationFindings, SearchCounts } from '../core/evaluation-findings.ts';
import { seededRandom } from '../numerics/random.ts';
import { measureOverPeople, RESAMPLE_COUNT, RESAMPLE_SEED } from './counting/resample.ts';
import { type SearchTable, searchTable } from './counting/search-table.ts';
import type { EvaluatedSearch } from './evaluated-search.ts';
import { cmcSection } from './findings/cmc-curve.ts';
import { dirFpirSection } from './findings/dir-fpir-curve.ts';
import { confusionPairs, worstErrors } from './findings/errors.ts';
import { figureSection } from './findings/figures.ts';
import { oscrCurve } from './findings/oscr-curve.ts';
import { personRows } from './findings/people.ts';
import { reliabilitySection } from './findings/reliability-curve.ts';
import { riskCoverageCurve } from './findings/risk-coverage-curve.ts';
import { scoreHistogram } from './findings/score-histogram.ts';
import { kindsOf } from './findings/section.ts';
import { thresholdSection } from './findings/threshold-table.ts';
import { warningsOf } from './findings/warnings.ts';
import type { PhotoAttributes } from './slices/cut-attribute.ts';
import { sliceSection } from './slices/slice-tables.ts';

/** What is asked of {@link evaluationFindings}; everything has a default. */
export interface FindingsOptions {
  /** FPIR the threshold was calibrated for. */
  readonly fpirAsked?: number;
  /** Attributes of photos to slice by; how many photos of a person are enrolled is always one. */
  readonly attributes?: PhotoAttributes;
  /** Resamples of the bootstrap, 1,000 unless said otherwise. */
  readonly resampleCount?: number;
  /** Any integer, 1 unless said otherwise. */
  readonly seed?: number;
  /** So many errors of each kind, and confusions, are listed, 24 unless said otherwise. */
  readonly errorCount?: number;
  /** So many people are listed, 50 unless said otherwise. */
  readonly personCount?: number;
}

const ERROR_COUNT = 24;
const PERSON_COUNT = 50;

/**
 * Everything a test of identification came to: figures with intervals, curves, tables, errors and slices. All intervals are
 * from one bootstrap over people, see `measureOverPeople`. Throws `EVALUATION_EMPTY` without searches and `SCORE_INVALID`
 * for a score or threshold that is not finite.
 * @param threshold candidates at or above it were accepted
 */
export function evaluationFindings(
  searches: readonly EvaluatedSearch[],
  threshold: number,
  options: FindingsOptions = {},
): EvaluationFindings {
  assertThreshold(threshold);
  const table = searchTable(searches);
  const { resampleCount = RESAMPLE_COUNT, seed = RESAMPLE_SEED, errorCount = ERROR_COUNT } = options;
  const sections = {
    figures: figureSection(table, threshold),
    dirFpir: dirFpirSection(table),
    cmc: cmcSection(table),
    reliability: reliabilitySection(table),
    thresholds: thresholdSection(table, threshold),
    slices: sliceSection(table, threshold, options.attributes ?? new Map()),
  };
  const measures = Object.fromEntries(
    Object.entries(sections).map(([name, { measure }]) => [name, measure]),
  ) as Record<keyof typeof sections, (typeof sections)['cmc']['measure']>;
  const measured = measureOverPeople(table.people, measures, { random: seededRandom(seed), resampleCount });
  const figures = sections.figures.read(measured.figures);
  const slices = sections.slices.read(measured.slices);
  return {
    counts: countsOf(table),
    threshold,
    fpirAsked: options.fpirAsked ?? null,
    bootstrap: { resampleCount, seed },
    figures,
    curves: {
      dirFpir: sections.dirFpir.read(measured.dirFpir),
      oscr: oscrCurve(table),
      cmc: sections.cmc.read(measured.cmc),
      riskCoverage: riskCoverageCurve(table),
      reliability: sections.reliability.read(measured.reliability),
    },
    thresholdTable: sections.thresholds.read(measured.thresholds),
    scoreHistogram: scoreHistogram(table),
    confusions: confusionPairs(searches, threshold, errorCount),
    worstErrors: worstErrors(searches, threshold, errorCount),
    people: personRows(searches, threshold, options.personCount ?? PERSON_COUNT),
    slices,
    warnings: warningsOf({ figures, slices, fpirAsked: options.fpirAsked }),
  };
}

function assertThreshold(threshold: number): void {
  if (Number.isFinite(threshold)) return;
  throw new QuenError('SCORE_INVALID', `The threshold is ${threshold}; give a finite one.`);
}

function countsOf(table: SearchTable): SearchCounts {
  const withoutFace = (isMated: boolean): number =>
    table.searches.filter((search) => search.isMated === isMated && search.found === undefined).length;
  return {
    ...kindsOf(table),
    enrolledPeople: table.people.enrolledCount,
    strangers: table.people.strangerCount,
    matedWithoutFace: withoutFace(true),
    nonMatedWithoutFace: withoutFace(false),
  };
}
