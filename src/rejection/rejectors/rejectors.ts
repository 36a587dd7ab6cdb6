import { adaptiveNormRejector } from './adaptive-norm.ts';
import { autoencoderRejector } from './autoencoder.ts';
import { distanceAndProbabilityRejector } from './distance-and-probability.ts';
import { distanceRatioRejector } from './distance-ratio.ts';
import { energyRejector } from './energy.ts';
import { extremeValueMachineRejector } from './extreme-value-machine.ts';
import { identityCosineRejector } from './identity-cosine.ts';
import { learnedRejector } from './learned.ts';
import { mahalanobisRejector } from './mahalanobis.ts';
import { maxSoftmaxRejector } from './max-softmax.ts';
import { neighbourDistanceRejector } from './neighbour-distance.ts';
import { openMaxRejector } from './open-max.ts';
import type { Rejector } from './rejector.ts';

/** Every rejector with its default settings, by name; each call makes a new one. */
export const REJECTORS = {
  'max-cosine': () => identityCosineRejector('nearest'),
  'mean-cosine': () => identityCosineRejector('mean'),
  'blend-cosine': () => identityCosineRejector('blend'),
  'distance-ratio': distanceRatioRejector,
  'distance-and-probability': () => distanceAndProbabilityRejector(),
  'max-softmax': maxSoftmaxRejector,
  energy: () => energyRejector(),
  'neighbour-distance': () => neighbourDistanceRejector(),
  mahalanobis: () => mahalanobisRejector(),
  'relative-mahalanobis': () => mahalanobisRejector({ isRelative: true }),
  'open-max': () => openMaxRejector(),
  'extreme-value-machine': () => extremeValueMachineRejector(),
  'adaptive-norm': () => adaptiveNormRejector(),
  autoencoder: () => autoencoderRejector(),
  learned: () => learnedRejector({ members: defaultMembers }),
} as const satisfies Readonly<Record<string, () => Rejector>>;

/** Name of a rejector. */
export type RejectorName = keyof typeof REJECTORS;

/** Whether a name, from a file or a person, is that of a rejector. */
export function isRejectorName(name: string): name is RejectorName {
  return Object.hasOwn(REJECTORS, name);
}

/** Cheap ones that need no head; on LFW, OpenMax and the extreme value machine beside them changed nothing past noise. */
function defaultMembers(): Rejector[] {
  return [
    identityCosineRejector('nearest'),
    identityCosineRejector('mean'),
    distanceRatioRejector(),
    neighbourDistanceRejector(),
    adaptiveNormRejector(),
  ];
}
