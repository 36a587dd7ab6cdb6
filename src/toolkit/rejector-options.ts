import { z } from 'zod';
import { REJECTORS, type RejectorName } from '../rejection/rejectors/rejectors.ts';

/**
 * Rejectors that may decide, and `none`: the best candidate's own score decides. The autoencoder stays in the benchmarks: its
 * error of reconstruction hardly tells strangers from enrolled people (`docs/open-set.md`).
 */
export const REJECTOR_CHOICES = [
  'none',
  'max-cosine',
  'mean-cosine',
  'blend-cosine',
  'distance-ratio',
  'distance-and-probability',
  'max-softmax',
  'energy',
  'neighbour-distance',
  'mahalanobis',
  'relative-mahalanobis',
  'open-max',
  'extreme-value-machine',
  'adaptive-norm',
  'learned',
] as const satisfies readonly ('none' | RejectorName)[];

/** One of {@link REJECTOR_CHOICES}. */
export type RejectorChoice = (typeof REJECTOR_CHOICES)[number];

/** The option that says what decides whether the best candidate is accepted. */
export const rejectorOption = z.enum(REJECTOR_CHOICES).default('none');

/** Whether a choice needs scores of heads that were trained. */
export function needsHead(choice: RejectorChoice): boolean {
  return choice !== 'none' && REJECTORS[choice]().needs.headScores !== undefined;
}

/** Whether a choice needs photos of strangers. */
export function needsStrangers(choice: RejectorChoice): boolean {
  return choice !== 'none' && REJECTORS[choice]().needs.strangers === true;
}

/** Why a rejector that needs a head is refused where none is trained. */
export const NO_HEAD_TO_REJECT_BY = {
  path: ['rejector'],
  message:
    'this rejector works on the scores of a trained head; train one (--head linear with quen train or quen evaluate), or choose another',
};

/** Why a rejector that learns from strangers is refused where they teach heads too. */
export const STRANGERS_TEACH_HEADS = {
  path: ['rejector'],
  message:
    'strangers that teach heads cannot teach this rejector too; leave out strangersAs, or choose another',
};

/** Why a rejector that learns from strangers is refused without any. */
export const NO_STRANGERS_TO_LEARN_FROM = {
  path: ['rejector'],
  message: 'this rejector learns from photos of strangers; give some (--strangers), or choose another',
};

/** Why a rejector is refused where photos to be named teach. */
export const REJECTOR_OR_LEARNING = {
  path: ['rejector'],
  message: 'a rejector does not learn from the photos to name; leave out one of rejector and learnFromPhotos',
};
