import { type BootstrapOptions, bootstrapInterval, type Interval, mean } from '../numerics/statistics.ts';
import type { FoldAccuracy, ScoredPair } from './verification.ts';

/** A scored pair and the two people it is said to show: the same name twice for a same pair. */
export interface PairOfPeople extends ScoredPair {
  readonly people: readonly [string, string];
}

/**
 * 95 % interval over people of the mean accuracy over folds. The people of each fold are drawn with replacement, and a pair
 * counts as often as its people were drawn: as often as both, one by the other, for two people (Snijders and Borgatti,
 * "Non-parametric standard errors and tests for network statistics", 1999). Pairs that share a person thus come and go
 * together, which the standard error over folds does not see. The thresholds stay those of the whole test.
 * @param accuracies of the folds, in their order, from `verificationAccuracy`
 */
export function accuracyInterval(
  folds: readonly (readonly PairOfPeople[])[],
  accuracies: readonly FoldAccuracy[],
  options: BootstrapOptions,
): Interval {
  const judged = folds.map((pairs, fold) => judgedFold(pairs, accuracies[fold]?.threshold ?? Number.NaN));
  return bootstrapInterval(
    judged.map(({ personCount }) => personCount),
    (drawn) => mean(judged.flatMap((fold, place) => weightedAccuracy(fold, drawn[place] ?? NOBODY) ?? [])),
    options,
  );
}

const NOBODY = new Int32Array(0);

interface JudgedFold {
  readonly personCount: number;
  /** Numbers of the people of each pair, and whether it was judged rightly. */
  readonly pairs: readonly { readonly first: number; readonly second: number; readonly isRight: boolean }[];
}

function judgedFold(pairs: readonly PairOfPeople[], threshold: number): JudgedFold {
  const numberOf = new Map<string, number>();
  const number = (person: string): number => {
    const known = numberOf.get(person) ?? numberOf.size;
    numberOf.set(person, known);
    return known;
  };
  const judged = pairs.map(({ people: [first, second], isSame, score = Number.NEGATIVE_INFINITY }) => ({
    first: number(first),
    second: number(second),
    isRight: score >= threshold === isSame,
  }));
  return { personCount: numberOf.size, pairs: judged };
}

/** Undefined where no pair has both its people drawn. */
function weightedAccuracy({ personCount, pairs }: JudgedFold, drawn: Int32Array): number | undefined {
  const times = new Int32Array(personCount);
  for (const person of drawn) times[person] = (times[person] ?? 0) + 1;
  let right = 0;
  let total = 0;
  for (const { first, second, isRight } of pairs) {
    const weight = (times[first] ?? 0) * (first === second ? 1 : (times[second] ?? 0));
    total += weight;
    if (isRight) right += weight;
  }
  return total === 0 ? undefined : right / total;
}
