import type { PersonRow } from '../../core/evaluation-findings.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';
import { outcomeOf } from './errors.ts';

/** How everybody's photos fared at a threshold: most errors first, wrong names before misses. @param count so many people at most */
export function personRows(
  searches: readonly EvaluatedSearch[],
  threshold: number,
  count: number,
): PersonRow[] {
  const rows = new Map<string, PersonRow>();
  for (const search of searches) {
    const { person, isMated, enrolledPhotoCount } = search;
    const key = JSON.stringify([isMated, person]);
    const row = rows.get(key) ?? {
      person,
      isMated,
      enrolledPhotoCount,
      searches: 0,
      right: 0,
      namedWrongly: 0,
      missed: 0,
    };
    const outcome = outcomeOf(search, threshold);
    rows.set(key, {
      ...row,
      searches: row.searches + 1,
      right: row.right + Number(outcome === 'right'),
      namedWrongly: row.namedWrongly + Number(outcome === 'named-wrongly'),
      missed: row.missed + Number(outcome === 'missed'),
    });
  }
  return [...rows.values()]
    .sort((a, b) => errorsOf(b) - errorsOf(a) || b.namedWrongly - a.namedWrongly)
    .slice(0, count);
}

function errorsOf({ namedWrongly, missed }: PersonRow): number {
  return namedWrongly + missed;
}
