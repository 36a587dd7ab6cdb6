import type { ConfusionPair, SearchError, WorstErrors } from '../../core/evaluation-findings.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';
import { bestScore } from '../search-record.ts';

/** What an answer at a threshold came to. */
export type Outcome = 'right' | 'named-wrongly' | 'missed';

/** A stranger left unknown is right; an enrolled person left unknown, or without a face, is missed. */
export function outcomeOf({ isMated, found }: EvaluatedSearch, threshold: number): Outcome {
  const isNamed = found !== undefined && found.bestScore >= threshold;
  if (!isMated) return isNamed ? 'named-wrongly' : 'right';
  if (found?.mate?.rank === 1 && found.mate.score >= threshold) return 'right';
  return isNamed ? 'named-wrongly' : 'missed';
}

/** The errors at a threshold that a person should look at first. Equal ones stay in the order of the test. */
export function worstErrors(
  searches: readonly EvaluatedSearch[],
  threshold: number,
  count: number,
): WorstErrors {
  const named = searches
    .filter((search) => outcomeOf(search, threshold) === 'named-wrongly')
    .sort((a, b) => bestScore(b) - bestScore(a));
  const missed = searches
    .filter((search) => outcomeOf(search, threshold) === 'missed')
    .sort((a, b) => compareRising(mateScore(a), mateScore(b)));
  const first = (some: readonly EvaluatedSearch[]): SearchError[] => some.slice(0, count).map(errorOf);
  return {
    strangersNamed: first(named.filter(({ isMated }) => !isMated)),
    namedWrongly: first(named.filter(({ isMated }) => isMated)),
    missed: first(missed),
  };
}

/**
 * Who was named as whom at a threshold, most often first, then by the highest score.
 * @param count so many pairs at most
 */
export function confusionPairs(
  searches: readonly EvaluatedSearch[],
  threshold: number,
  count: number,
): ConfusionPair[] {
  const pairs = new Map<string, EvaluatedSearch[]>();
  for (const search of searches) {
    if (outcomeOf(search, threshold) !== 'named-wrongly') continue;
    const key = JSON.stringify([search.isMated, search.person, search.candidates[0]?.identity]);
    const members = pairs.get(key);
    if (members) members.push(search);
    else pairs.set(key, [search]);
  }
  return [...pairs.values()]
    .map((members) => members.sort((a, b) => bestScore(b) - bestScore(a)))
    .sort((a, b) => b.length - a.length || highest(b) - highest(a))
    .slice(0, count)
    .flatMap(pairOf);
}

function pairOf(members: readonly EvaluatedSearch[]): ConfusionPair[] {
  const [worst] = members;
  const namedAs = worst?.candidates[0]?.identity;
  if (worst === undefined || namedAs === undefined) return [];
  const { person, isMated } = worst;
  return [{ person, isMated, namedAs, count: members.length, worst: errorOf(worst) }];
}

function errorOf({
  photo,
  person,
  found,
  candidates,
  nearest,
  probability,
  enrolledPhotoCount,
}: EvaluatedSearch): SearchError {
  return {
    photo,
    person,
    candidate: candidates[0]?.identity ?? null,
    score: found?.bestScore ?? null,
    mate: found?.mate ?? null,
    nearest: nearest ?? null,
    probability: probability ?? null,
    enrolledPhotoCount,
  };
}

function highest([first]: readonly EvaluatedSearch[]): number {
  return first === undefined ? Number.NEGATIVE_INFINITY : bestScore(first);
}

function mateScore({ found }: EvaluatedSearch): number {
  return found?.mate?.score ?? Number.NEGATIVE_INFINITY;
}

/** The difference of two infinities is no order. */
function compareRising(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
