import { QuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { fitOpenSetSoftmax } from '../numerics/open-set-softmax.ts';
import { assertLearnable, type OutOfFoldScores, personWeights } from './member-scores.ts';
import { type Normaliser, normaliseScores } from './score-normalisation.ts';

/**
 * Learns weights of members, non-negative and summing to one, from out-of-fold scores: those for which the posterior
 * P(c) ~ exp(a x fused score of c), P(stranger) ~ exp(b) has the least log loss of the right answers, over weights, a from 0
 * and b at once. In a x weights the loss is convex, so the answer does not depend on a start. A person weighs 1, however
 * many photos there are. Throws `DIMENSION_MISMATCH`, see `assertLearnable`.
 * @param normalisers of each member @returns shape [K]; equal weights where no member tells anybody from anybody
 */
export function learnWeights(outOfFold: OutOfFoldScores, normalisers: readonly Normaliser[]): Float64Array {
  assertLearnable(outOfFold);
  const { members, truth, personOf } = outOfFold;
  const views = members.map((member, k): Matrix => normaliseScores(member, normalisers[k] as Normaliser));
  const { scales } = fitOpenSetSoftmax({ views, truth, weights: personWeights(personOf) });
  const total = scales.reduce((sum, scale) => sum + scale, 0);
  return scales.map((scale) => (total > 0 ? scale / total : 1 / members.length));
}

/**
 * Weights chosen by hand, scaled to sum to one over the members at hand. Throws `CONFIG_INVALID` where one of them has no
 * weight, a weight is negative or not finite, or all are 0.
 * @returns shape [names.length]
 */
export function fixedWeights(
  names: readonly string[],
  given: Readonly<Record<string, number>>,
): Float64Array {
  const weights = Float64Array.from(names, (name) => given[name] ?? Number.NaN);
  const bad = weights.findIndex((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (bad >= 0)
    throw new QuenError(
      'CONFIG_INVALID',
      `The weight of '${names[bad]}' must be a number from 0; got ${given[names[bad] ?? '']}.`,
    );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0))
    throw new QuenError('CONFIG_INVALID', 'All weights are 0. Give at least one member a weight above 0.');
  return weights.map((weight) => weight / total);
}
