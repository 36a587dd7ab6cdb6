import type { Threshold } from '../../core/identification.ts';
import { bestScore, type SearchRecord } from '../../evaluation/search-record.ts';
import { leaveOneIdentityOut } from '../../gallery/leave-one-out.ts';
import { calibrateThreshold } from '../../rejection/calibrate.ts';

import type { EnrolledSplit, SplitSearching } from './search-split.ts';

/** Decides only how calibration people are dealt into folds. */
const CALIBRATION_SEED = 1;

/** The threshold that searches of strangers give, as `--strangers` sets it. Throws `CONFIG_INVALID` for a rate outside (0, 1). */
export function splitThreshold(searches: readonly SearchRecord[], fpir: number): Threshold {
  const people = new Map<string, number[]>();
  for (const search of searches) {
    if (search.found === undefined) continue;
    const scores = people.get(search.person);
    if (scores === undefined) people.set(search.person, [bestScore(search)]);
    else scores.push(bestScore(search));
  }
  return calibrateThreshold([...people.values()], { fpir, setOn: 'strangers', seed: CALIBRATION_SEED });
}

/** The threshold that the enrolled people give, each searched among the others, as without `--strangers`. */
export function enrolledThreshold(
  { gallery }: EnrolledSplit,
  { rule }: SplitSearching,
  fpir: number,
): Threshold {
  const setOn = 'leave-one-identity-out';
  return calibrateThreshold(leaveOneIdentityOut(gallery, rule), { fpir, setOn, seed: CALIBRATION_SEED });
}
