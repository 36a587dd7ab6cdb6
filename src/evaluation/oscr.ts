import { bestScore, matedSearches, nonMatedSearches, type SearchRecord } from './search-record.ts';

/**
 * Area under the open-set classification rate curve (Dhamija, Günther and Boult 2018, section 5): over all thresholds, the
 * share of mated searches whose mate comes first and is accepted, against the share of non-mated searches accepted. In
 * [0, 1]; never above rank 1 or above the AUROC. Equal scores are accepted together, and the curve runs straight between.
 * Throws `EVALUATION_EMPTY` without mated or without non-mated searches.
 */
export function oscrArea(searches: readonly SearchRecord[]): number {
  const mated = matedSearches(searches);
  const strangers = nonMatedSearches(searches);
  const right = descending(mated.flatMap(({ found }) => (found?.mate?.rank === 1 ? [found.mate.score] : [])));
  const wrong = descending(strangers.map(bestScore).filter((score) => score !== Number.NEGATIVE_INFINITY));
  let area = 0;
  let accepted = 0;
  for (let next = 0; next < wrong.length; ) {
    const score = wrong[next] as number;
    while ((right[accepted] ?? Number.NEGATIVE_INFINITY) > score) accepted++;
    const before = accepted;
    let tied = 0;
    while (wrong[next + tied] === score) tied++;
    while (right[accepted] === score) accepted++;
    area += (tied * (before + accepted)) / 2;
    next += tied;
  }
  // Strangers without a face are never accepted: the curve ends level.
  area += (strangers.length - wrong.length) * right.length;
  return area / (mated.length * strangers.length);
}

function descending(scores: readonly number[]): number[] {
  return [...scores].sort((a, b) => b - a);
}
