import type { McNemarTest, RunComparison } from '../../core/run-comparison.ts';
import { mcNemarExact } from '../../numerics/mcnemar.ts';
import { searchTable } from '../counting/search-table.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';
import { outcomeOf } from '../findings/errors.ts';
import { figureDifferences } from './figure-differences.ts';
import { pairedSearches, type SearchPair } from './paired-searches.ts';

/** A run and the threshold that it decided by. */
export interface JudgedRun {
  readonly searches: readonly EvaluatedSearch[];
  readonly threshold: number;
}

/**
 * Compares two runs on the photos that both have, matched by name. Each figure's difference has a paired interval: for every
 * resample the same people are drawn for both runs, so that what is hard for both cancels out. Throws `EVALUATION_EMPTY`
 * where no photo is in both, and `CONFIG_INVALID`, with the photo, where the runs disagree on who is in it or whether that
 * person is enrolled.
 */
export function compareRuns(
  first: JudgedRun,
  second: JudgedRun,
  options: { readonly resampleCount?: number; readonly seed?: number } = {},
): RunComparison {
  const pairs = pairedSearches(first.searches, second.searches);
  const [one, two] = [0, 1].map((run) => searchTable(pairs.map((pair) => pair[run] as EvaluatedSearch)));
  if (one === undefined || two === undefined) throw new RangeError('A comparison is of two runs.');
  const mated = pairs.filter(([{ isMated }]) => isMated);
  const strangers = pairs.filter(([{ isMated }]) => !isMated);
  return {
    photosInBoth: pairs.length,
    photosOnlyInFirst: first.searches.length - pairs.length,
    photosOnlyInSecond: second.searches.length - pairs.length,
    differences: figureDifferences(
      [
        { table: one, threshold: first.threshold },
        { table: two, threshold: second.threshold },
      ],
      options,
    ),
    rank1: mcNemar(mated, ({ found }) => found?.mate?.rank === 1),
    recognised: mcNemar(mated, isRightAt(first.threshold, second.threshold)),
    strangersRefused: mcNemar(strangers, isRightAt(first.threshold, second.threshold)),
  };
}

type Judge = (search: EvaluatedSearch, run: 0 | 1) => boolean;

function isRightAt(first: number, second: number): Judge {
  return (search, run) => outcomeOf(search, run === 0 ? first : second) === 'right';
}

function mcNemar(pairs: readonly SearchPair[], isRight: Judge): McNemarTest | null {
  if (pairs.length === 0) return null;
  const count = (inFirst: boolean, inSecond: boolean): number =>
    pairs.filter(([one, two]) => isRight(one, 0) === inFirst && isRight(two, 1) === inSecond).length;
  const [onlyFirstRight, onlySecondRight] = [count(true, false), count(false, true)];
  return {
    onlyFirstRight,
    onlySecondRight,
    bothRight: count(true, true),
    bothWrong: count(false, false),
    pValue: mcNemarExact(onlyFirstRight, onlySecondRight),
  };
}
