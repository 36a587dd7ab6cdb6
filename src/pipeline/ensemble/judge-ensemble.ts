import { type EnsembleOptions, fitEnsemble } from '../../ensemble/fit-ensemble.ts';
import { fuseScores } from '../../ensemble/fuse-scores.ts';
import type { OutOfFoldScores } from '../../ensemble/member-scores.ts';
import { dir, dirAtFpir } from '../../evaluation/identification.ts';
import type { SearchRecord } from '../../evaluation/search-record.ts';
import { type Matrix, row, selectRows } from '../../numerics/matrix.ts';
import { seededRandom, shuffled } from '../../numerics/random.ts';
import { mean } from '../../numerics/statistics.ts';

const SEED = 6;

/** What an ensemble reached on people it was not fitted on. */
export interface JudgedEnsemble {
  /** Share of searches for enrolled people whose person comes first, in [0, 1]. */
  readonly rank1: number;
  /** DIR at the FPIR asked for, in [0, 1]. */
  readonly dirAtFpir: number;
  /** Of the members, in their order: means of those of both halves. */
  readonly weights: readonly number[];
}

/**
 * Judges an ensemble by what it reaches on people it has not learnt from: it is fitted on one half of the people and judged on
 * the other, both ways round, and figures are the means of the two. The same scores give the same halves.
 * Throws `DIMENSION_MISMATCH`, see `assertLearnable`, and `EVALUATION_EMPTY` where a half has nobody to search for.
 */
export function judgeEnsemble(
  scores: OutOfFoldScores,
  options: EnsembleOptions & { readonly fpir: number },
): JudgedEnsemble {
  const found = halvesByPerson(scores).map(({ learnt, tested }) => {
    const ensemble = fitEnsemble(learnt, options);
    const searches = searchRecordsOf(fuseScores(ensemble, tested.members).scores, tested);
    return {
      rank1: dir(searches, { rank: 1, threshold: Number.NEGATIVE_INFINITY }),
      dirAtFpir: dirAtFpir(searches, options.fpir).dir,
      weights: ensemble.members.map(({ weight }) => weight),
    };
  });
  return {
    rank1: mean(found.map(({ rank1 }) => rank1)),
    dirAtFpir: mean(found.map((half) => half.dirAtFpir)),
    weights: scores.members.map((_, k) => mean(found.map(({ weights }) => weights[k] ?? 0))),
  };
}

/** Halves of the people, each to be learnt from and judged on once. */
export function halvesByPerson(
  scores: OutOfFoldScores,
): { readonly learnt: OutOfFoldScores; readonly tested: OutOfFoldScores }[] {
  const order = shuffled([...new Set(scores.personOf)], seededRandom(SEED));
  const first = new Set(order.slice(0, order.length >> 1));
  const half = (isFirst: boolean): OutOfFoldScores =>
    searchesAt(
      scores,
      [...scores.personOf.keys()].filter((p) => first.has(scores.personOf[p] ?? 0) === isFirst),
    );
  const [a, b] = [half(true), half(false)];
  return [
    { learnt: a, tested: b },
    { learnt: b, tested: a },
  ];
}

/** The scores of some members alone. */
export function membersNamed(scores: OutOfFoldScores, names: readonly string[]): OutOfFoldScores {
  return { ...scores, members: scores.members.filter(({ name }) => names.includes(name)) };
}

/** Some of the searches, by their places. */
export function searchesAt(
  { members, truth, personOf }: OutOfFoldScores,
  places: readonly number[],
): OutOfFoldScores {
  return {
    members: members.map(({ name, scores }) => ({ name, scores: selectRows(scores, places) })),
    truth: Int32Array.from(places, (p) => truth[p] ?? -1),
    personOf: Int32Array.from(places, (p) => personOf[p] ?? 0),
  };
}

/** Search records of fused scores, shape [P, C]. */
export function searchRecordsOf(
  scores: Matrix,
  { truth, personOf }: Pick<OutOfFoldScores, 'truth' | 'personOf'>,
): SearchRecord[] {
  return [...truth].map((mate, p) => {
    const values = row(scores, p);
    const bestScore = values.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const person = `${personOf[p]}`;
    if (mate < 0) return { person, isMated: false, found: { bestScore } };
    const score = values[mate] ?? 0;
    const rank = 1 + values.filter((other) => other > score).length;
    return { person, isMated: true, found: { bestScore, mate: { rank, score } } };
  });
}
