import { QuenError } from '../core/errors.ts';
import type { Head } from './head.ts';
import { ldaHead } from './lda.ts';
import { nearestClassMeanHead } from './nearest-class-mean.ts';
import { nearestNeighboursHead } from './nearest-neighbours.ts';
import { pldaHead } from './plda.ts';
import { type TrainedHeadTools, trainedHead } from './trained-head.ts';
import { isTrainedHead, TRAINED_SPECS, type TrainedHeadSpec } from './trained-spec.ts';

/** The heads by name: those with a closed form first, then those that are trained step by step. */
export const HEAD_NAMES = [
  'class-mean',
  'nearest-neighbours',
  'lda',
  'plda',
  'linear',
  'mlp',
  'method-mlp',
  'method-mlp-narrow',
  'method-mlp-narrow-slow',
  'arcface',
  'cosface',
] as const;

/** One of {@link HEAD_NAMES}. */
export type HeadName = (typeof HEAD_NAMES)[number];

/** Photos that have a vote in `nearest-neighbours`. */
const NEIGHBOURS = 5;

/**
 * A head with its default settings, not fitted. Throws `CONFIG_INVALID` where a head with a closed form is given changes.
 * @param changes to the default spec of a head that is trained step by step
 */
export function createHead(
  name: HeadName,
  tools: TrainedHeadTools,
  changes?: Partial<TrainedHeadSpec>,
): Head {
  if (changes !== undefined && !isTrainedHead(name))
    throw new QuenError(
      'CONFIG_INVALID',
      `The head '${name}' is not trained step by step. Leave the changes to its training out.`,
    );
  switch (name) {
    case 'class-mean':
      return nearestClassMeanHead();
    case 'nearest-neighbours':
      return nearestNeighboursHead(NEIGHBOURS);
    case 'lda':
      return ldaHead();
    case 'plda':
      return pldaHead();
    default:
      return trainedHead(name, { ...TRAINED_SPECS[name], ...changes }, tools);
  }
}
