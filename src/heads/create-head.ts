import type { Head } from './head.ts';
import { ldaHead } from './lda.ts';
import { nearestClassMeanHead } from './nearest-class-mean.ts';
import { nearestNeighboursHead } from './nearest-neighbours.ts';
import { pldaHead } from './plda.ts';
import { type TrainedHeadTools, trainedHead } from './trained-head.ts';
import { TRAINED_SPECS } from './trained-spec.ts';

/** The heads by name: those with a closed form first, then those that are trained step by step. */
export const HEAD_NAMES = [
  'class-mean',
  'nearest-neighbours',
  'lda',
  'plda',
  'linear',
  'mlp',
  'method-mlp',
  'arcface',
  'cosface',
] as const;

/** One of {@link HEAD_NAMES}. */
export type HeadName = (typeof HEAD_NAMES)[number];

/** Photos that have a vote in `nearest-neighbours`. */
const NEIGHBOURS = 5;

/** A head with its default settings, not fitted. */
export function createHead(name: HeadName, tools: TrainedHeadTools): Head {
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
      return trainedHead(name, TRAINED_SPECS[name], tools);
  }
}
