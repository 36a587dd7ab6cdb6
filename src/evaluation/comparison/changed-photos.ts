import type { ChangedPhoto, Verdict } from '../../core/changed-photo.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';
import type { JudgedRun } from './compare-runs.ts';

/** What became of a search at a threshold. */
export function verdictOf(search: EvaluatedSearch, threshold: number): Verdict {
  const { found, isMated, candidates } = search;
  if (found === undefined) return { kind: isMated ? 'no-face' : 'right' };
  const isAccepted = found.bestScore >= threshold;
  if (!isAccepted) return { kind: isMated ? 'missed' : 'right' };
  if (isMated && found.mate?.rank === 1) return { kind: 'right' };
  return { kind: 'named-wrongly', as: candidates[0]?.identity ?? '' };
}

/**
 * The photos, of those in both runs, that one run alone answered rightly, each at its own threshold: those that the second
 * lost first, then those that it won, in the order of the first run.
 */
export function changedPhotos(first: JudgedRun, second: JudgedRun): ChangedPhoto[] {
  const others = new Map(second.searches.map((search) => [search.photo, search]));
  const changed = first.searches.flatMap((search): ChangedPhoto[] => {
    const other = others.get(search.photo);
    if (other === undefined) return [];
    const verdicts = {
      first: verdictOf(search, first.threshold),
      second: verdictOf(other, second.threshold),
    };
    if ((verdicts.first.kind === 'right') === (verdicts.second.kind === 'right')) return [];
    const { photo, person, isMated } = search;
    return [
      {
        photo,
        person,
        isMated,
        ...verdicts,
        firstScore: search.found?.bestScore ?? null,
        secondScore: other.found?.bestScore ?? null,
      },
    ];
  });
  const isLost = ({ first }: ChangedPhoto): boolean => first.kind === 'right';
  return [...changed.filter(isLost), ...changed.filter((photo) => !isLost(photo))];
}
