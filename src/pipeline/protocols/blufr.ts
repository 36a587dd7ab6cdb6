import { searchTable } from '../../evaluation/counting/search-table.ts';
import { dirAtFpir } from '../../evaluation/identification.ts';
import type { BlufrTrial } from '../../evaluation/protocols/blufr.ts';
import { countPairs } from '../../evaluation/protocols/pair-rates.ts';
import { meanLessDeviation, type Spread, spreadOf } from '../../evaluation/protocols/spread.ts';
import { dirAtFpirOf, rank1Of } from '../../evaluation/protocols/trial-measures.ts';
import { measureOverTrials, type Trial, type TrialFigure } from '../../evaluation/protocols/trials.ts';
import { seededRandom } from '../../numerics/random.ts';
import { verifyAllPairs } from './all-pairs.ts';
import { answered, enrolSplit, type SplitSearch, type SplitSearching, searchSplit } from './search-split.ts';

/** FAR of the verification, and FPIR of the identification, that BLUFR reports. */
const FAR = 0.001;
const FPIR = 0.01;

/** The protocol's figure: the mean over trials less one standard deviation. */
interface LessDeviation {
  readonly mean_less_sd: number | null;
}

/** What one trial holds and came to. Shares are in [0, 1]. */
export interface BlufrTrialFigures {
  readonly gallery: number;
  readonly mated_searches: number;
  readonly non_mated_searches: number;
  readonly same_pairs: number;
  readonly different_pairs: number;
  readonly tar_at_far: Readonly<Record<'0.001', number | null>>;
  readonly dir_at_fpir: Readonly<Record<'0.01', number | null>>;
  /** Probes without a usable face. */
  readonly detect_fail: number;
}

/** Figures of BLUFR. */
export interface BlufrFigures {
  /** Share of same pairs accepted where 0.1 % of different pairs are. */
  readonly tar_at_far: Readonly<Record<'0.001', Spread & LessDeviation>>;
  /** DIR at rank 1 where 1 % of strangers are named. */
  readonly dir_at_fpir: Readonly<Record<'0.01', TrialFigure & LessDeviation>>;
  readonly rank1: TrialFigure & LessDeviation;
  readonly trials: readonly BlufrTrialFigures[];
}

/**
 * Verifies all pairs and searches all probes of each trial. Throws `PEOPLE_WITHOUT_FACE`, `ABORTED`.
 * @param trials at most `MOST_PAIR_SETS`, each with pairs of one person and of two
 */
export async function measureBlufr(
  trials: readonly BlufrTrial[],
  searching: SplitSearching,
  settings: { readonly unknownLabel: string },
): Promise<BlufrFigures> {
  const sets = trials.map(({ gallery, probes }) => [...gallery, ...probes]);
  const verified = await verifyAllPairs(sets, { ...searching, fars: [FAR] });
  const searched: SplitSearch[][] = [];
  for (const { gallery, probes } of trials)
    searched.push(await searchSplit(probes, await enrolSplit(gallery, searching), searching));
  const people = [...new Set(sets.flat().map(({ person }) => person))];
  const over = measureOverTrials(
    searched.map((searches) => trialOf(searches, settings.unknownLabel)),
    [people],
    { random: seededRandom(BOOTSTRAP_SEED), resampleCount: searching.resampleCount },
  );
  const counts = sets.map((photos) => countPairs(photos.map(({ person }) => person)));
  const tars = spreadOf(
    verified.map(([rate], t) => (isMeasurable(counts[t]?.different) ? rate?.tar : undefined)),
  );
  return {
    tar_at_far: { '0.001': lessDeviation(tars) },
    dir_at_fpir: { '0.01': lessDeviation(over.dir_at_fpir) },
    rank1: lessDeviation(over.rank1),
    trials: trials.map((trial, t) => ({
      gallery: trial.gallery.length,
      same_pairs: counts[t]?.same ?? 0,
      different_pairs: counts[t]?.different ?? 0,
      tar_at_far: { '0.001': tars.values[t] ?? null },
      ...searchCounts(searched[t] ?? []),
      dir_at_fpir: { '0.01': over.dir_at_fpir.values[t] ?? null },
    })),
  };
}

function isMeasurable(differentPairs = 0): boolean {
  return differentPairs * FAR >= 3 - 1e-9;
}

/** Decides the draws of people that intervals are read from, nothing else. */
const BOOTSTRAP_SEED = 1;

function trialOf(searches: readonly SplitSearch[], label: string): Trial<'dir_at_fpir' | 'rank1'> {
  const { threshold } = dirAtFpir(searches, roundedFpir(searches));
  const table = searchTable(answered(searches, { label, threshold }));
  return {
    table,
    measures: { dir_at_fpir: dirAtFpirOf(table, FPIR, roundedFpir(searches)), rank1: rank1Of(table) },
  };
}

/** BLUFR's toolkit lets as many strangers pass as the rate times their number, rounded. */
function roundedFpir(searches: readonly SplitSearch[]): number {
  const strangerCount = searches.filter(({ isMated }) => !isMated).length;
  return strangerCount === 0 ? FPIR : Math.round(FPIR * strangerCount) / strangerCount;
}

function searchCounts(
  searches: readonly SplitSearch[],
): Pick<BlufrTrialFigures, 'mated_searches' | 'non_mated_searches' | 'detect_fail'> {
  const matedCount = searches.filter(({ isMated }) => isMated).length;
  return {
    mated_searches: matedCount,
    non_mated_searches: searches.length - matedCount,
    detect_fail: searches.filter(({ found }) => found === undefined).length,
  };
}

function lessDeviation<Figure extends Spread>(figure: Figure): Figure & LessDeviation {
  return { ...figure, mean_less_sd: meanLessDeviation(figure) };
}
