import { QuenError } from '../../core/errors.ts';
import type { EvaluatedSearch } from '../evaluated-search.ts';

/** Searches as columns, so that a resample is counted without touching objects; N searches of P people. */
export interface SearchTable {
  readonly searches: readonly EvaluatedSearch[];
  /** 1 for a mated search, shape [N]. */
  readonly isMated: Uint8Array;
  /** Best score, `-Infinity` without a face, shape [N]. */
  readonly best: Float64Array;
  /** Score of the mate where it comes first, else `-Infinity`, shape [N]. */
  readonly hit: Float64Array;
  readonly people: PeopleOfSearches;
}

/** Whose the searches are. The enrolled have the first numbers, in order of their first photo; then come strangers. */
export interface PeopleOfSearches {
  /** Shape [N]. */
  readonly personOf: Int32Array;
  readonly enrolledCount: number;
  readonly strangerCount: number;
}

/**
 * The columns of a test's searches. Throws `EVALUATION_EMPTY` without any, and `SCORE_INVALID`, with the photo, for a
 * score that is not finite or a probability outside [0, 1].
 */
export function searchTable(searches: readonly EvaluatedSearch[]): SearchTable {
  if (searches.length === 0)
    throw new QuenError('EVALUATION_EMPTY', 'The test has no photo, so nothing can be measured.');
  for (const search of searches) assertNumbers(search);
  return {
    searches,
    isMated: Uint8Array.from(searches, (search) => Number(search.isMated)),
    best: Float64Array.from(searches, ({ found }) => found?.bestScore ?? Number.NEGATIVE_INFINITY),
    hit: Float64Array.from(searches, ({ found }) =>
      found?.mate?.rank === 1 ? found.mate.score : Number.NEGATIVE_INFINITY,
    ),
    people: peopleOf(searches),
  };
}

function peopleOf(searches: readonly EvaluatedSearch[]): PeopleOfSearches {
  const numbers = [false, true].map(() => new Map<string, number>());
  for (const { isMated, person } of searches) {
    const known = numbers[Number(isMated)] as Map<string, number>;
    if (!known.has(person)) known.set(person, known.size);
  }
  const [strangers, enrolled] = numbers as [Map<string, number>, Map<string, number>];
  return {
    personOf: Int32Array.from(searches, ({ isMated, person }) =>
      isMated ? (enrolled.get(person) ?? 0) : enrolled.size + (strangers.get(person) ?? 0),
    ),
    enrolledCount: enrolled.size,
    strangerCount: strangers.size,
  };
}

function assertNumbers({ photo, found, candidates, nearest, probability }: EvaluatedSearch): void {
  const scores = [
    found?.bestScore,
    found?.mate?.score,
    nearest?.score,
    ...candidates.map(({ score }) => score),
  ];
  const bad = scores.find((score) => score !== undefined && !Number.isFinite(score));
  if (bad !== undefined)
    throw new QuenError(
      'SCORE_INVALID',
      `Photo ${photo} has the score ${bad}, so nothing can be counted. Look at what the network gives for it, or leave it out.`,
    );
  if (probability !== undefined && !(probability >= 0 && probability <= 1))
    throw new QuenError(
      'SCORE_INVALID',
      `Photo ${photo} has the probability ${probability}; it must be from 0 to 1. Leave the photo out, or state none.`,
    );
}
