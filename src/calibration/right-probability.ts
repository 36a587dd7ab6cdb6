import { QuenError } from '../core/errors.ts';
import { type CalibrationCurve, type CalibrationSamples, probabilityAt } from './calibration-curve.ts';
import { fitCurve } from './fit-curve.ts';

/** Searches whose answer is known, by somebody who had not learnt from these photos. */
export interface KnownSearches {
  /** Best score of each, shape [n]. */
  readonly scores: Float64Array;
  /** Whether the best candidate was right, was wrong though the person is enrolled, or a stranger's; shape [n]. */
  readonly outcomes: readonly SearchOutcome[];
  /** Photos of one person, enrolled or stranger, bear one number, shape [n]. */
  readonly personOf: Int32Array;
}

/** Whom the best candidate of a search turned out to be. */
export type SearchOutcome = 'right' | 'wrong' | 'stranger';

/** How probabilities are learnt. */
export interface RightProbabilityOptions {
  readonly curve: CalibrationCurve['kind'];
  /** Share of searches that will be strangers', in [0, 1); by default their share among the known searches. */
  readonly strangerShare?: number;
}

/** What P(the best candidate is right) is worked out from; plain data. */
export interface RightProbability {
  /** P(enrolled) by score, at `learntShare` of strangers; absent without strangers. */
  readonly enrolled?: CalibrationCurve;
  /** P(right) by score, of the searches of enrolled people. */
  readonly right: CalibrationCurve;
  /** Share of strangers by weight when it was learnt. */
  readonly learntShare: number;
  /** Share of strangers it speaks for. */
  readonly strangerShare: number;
}

/**
 * Learns P(right | score) = P(enrolled | score) x P(right | score, enrolled), a curve each, both rising. Only the first
 * depends on how many searches are strangers', so that another share needs no new data, see {@link withStrangerShare}.
 * Every person weighs 1. Throws `DIMENSION_MISMATCH`, also when no search is of somebody enrolled, and `CONFIG_INVALID` for
 * a share that is not possible.
 */
export function fitRightProbability(
  searches: KnownSearches,
  { curve, strangerShare }: RightProbabilityOptions,
): RightProbability {
  const { scores, outcomes, personOf } = searches;
  if (outcomes.length !== scores.length || personOf.length !== scores.length)
    throw mismatch(
      `There are ${scores.length} scores, ${outcomes.length} outcomes and ${personOf.length} people.`,
    );
  if (!outcomes.some((outcome) => outcome !== 'stranger'))
    throw mismatch('None of the searches is of somebody enrolled.');
  const weights = weightsOf(personOf);
  const all = { scores, labels: Uint8Array.from(outcomes, (of) => Number(of !== 'stranger')), weights };
  const mated = matedSamples(all, outcomes);
  const strangerCount = outcomes.filter((outcome) => outcome === 'stranger').length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const matedTotal = mated.weights.reduce((sum, weight) => sum + weight, 0);
  const learnt = {
    ...(strangerCount > 0 && { enrolled: fitCurve(curve, all) }),
    right: fitCurve(curve, mated),
    learntShare: (total - matedTotal) / total,
  };
  return withStrangerShare({ ...learnt, strangerShare: 0 }, strangerShare ?? strangerCount / scores.length);
}

/**
 * The same for another share of strangers: the odds of being enrolled change as the odds of the shares do (Saerens, Latinne
 * and Decaestecker 2002), odds' = odds x (1 - share') / share' x learnt / (1 - learnt). Throws `CONFIG_INVALID` for a share
 * outside [0, 1), and for one above 0 where there were no strangers to learn from.
 */
export function withStrangerShare(model: RightProbability, strangerShare: number): RightProbability {
  if (!(strangerShare >= 0 && strangerShare < 1))
    throw new QuenError(
      'CONFIG_INVALID',
      `The share of strangers must be from 0 and below 1; got ${strangerShare}.`,
    );
  if (strangerShare > 0 && model.enrolled === undefined)
    throw new QuenError(
      'CONFIG_INVALID',
      'There were no strangers to learn from. Calibrate with searches of strangers, or set their share to 0.',
    );
  return { ...model, strangerShare };
}

/** P(the best candidate is right) of a search by its best score, in [0, 1]; it never falls as the score rises. */
export function rightProbability(model: RightProbability, score: number): number {
  return enrolledProbability(model, score) * probabilityAt(model.right, score);
}

/** P(the person is enrolled) of a search by its best score, in [0, 1]. */
export function enrolledProbability(model: RightProbability, score: number): number {
  const { enrolled, learntShare, strangerShare } = model;
  if (enrolled === undefined || strangerShare === 0) return 1;
  const p = probabilityAt(enrolled, score);
  const ofEnrolled = (p * (1 - strangerShare)) / (1 - learntShare);
  const ofStrangers = ((1 - p) * strangerShare) / learntShare;
  return ofEnrolled / (ofEnrolled + ofStrangers);
}

function weightsOf(personOf: Int32Array): Float64Array {
  const counts = new Map<number, number>();
  for (const person of personOf) counts.set(person, (counts.get(person) ?? 0) + 1);
  return Float64Array.from(personOf, (person) => 1 / (counts.get(person) ?? 1));
}

function matedSamples(
  { scores, weights }: CalibrationSamples,
  outcomes: readonly SearchOutcome[],
): CalibrationSamples {
  const places = [...scores.keys()].filter((n) => outcomes[n] !== 'stranger');
  return {
    scores: Float64Array.from(places, (n) => scores[n] as number),
    labels: Uint8Array.from(places, (n) => Number(outcomes[n] === 'right')),
    weights: Float64Array.from(places, (n) => weights[n] as number),
  };
}

function mismatch(problem: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', `${problem} Probabilities cannot be learnt from them.`);
}
