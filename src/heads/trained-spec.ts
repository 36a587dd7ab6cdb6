import type { EmbeddingAugmentation } from './embedding-augmentation.ts';
import { METHOD_FOLDS } from './folds.ts';
import type { TrainedScores } from './trained-snapshot.ts';
import type { CosineArchitecture, LinearArchitecture, MlpArchitecture } from './training/architecture.ts';
import { ADAM, type TrainingRecipe } from './training/recipe.ts';

type WithoutSizes<A> = Omit<A, 'dimension' | 'classCount'>;

/** What a trained head computes, but for the sizes that the training set decides. */
export type TrainedShape =
  | WithoutSizes<MlpArchitecture>
  | WithoutSizes<LinearArchitecture>
  | WithoutSizes<CosineArchitecture>;

/** How photos are held out: each fold of each repeat trains a head, and the head's scores are the mean of theirs. */
export type HeadFolds =
  | {
      /**
       * `plain` shuffles photos, as the method does, copies or not; `stratified` keeps every person learnt in every fold and
       * copies of a photo on one side.
       */
      readonly kind: 'plain' | 'stratified';
      readonly foldCount: number;
      readonly repeatCount: number;
    }
  /** One head learns from all photos. */
  | { readonly kind: 'none' };

/** A head that is trained step by step, as plain data. */
export interface TrainedHeadSpec {
  readonly shape: TrainedShape;
  /** The seed comes from `fit`. */
  readonly recipe: Omit<TrainingRecipe, 'seed'>;
  readonly folds: HeadFolds;
  /**
   * What an epoch takes of each photo: one row at random, the photo itself or one of its views, or the photo and all of
   * its views.
   */
  readonly epochRows: 'one-of-each-photo' | 'all';
  /** Epochs where no photo is held out, so that nothing says when to stop. */
  readonly epochsWithoutFolds: number;
  /** Averaged over the folds: probabilities, what softmax is taken of, or, for the cosine heads alone, cosines. */
  readonly scores: TrainedScores;
  /** Whether everybody weighs the same in the loss, however many photos there are of them. */
  readonly isBalanced: boolean;
  /** Views made of the embeddings themselves. */
  readonly augmentation?: EmbeddingAugmentation;
}

/**
 * The method's head for the embeddings of InsightFace, FaceNet and dlib, exactly: 2048 hidden units, dropout 0.25, Adam at batches of 32, at most
 * 300 epochs, patience 20, a cyclical rate, five plain folds of four repeats.
 */
const METHOD_MLP: TrainedHeadSpec = {
  shape: { kind: 'mlp', hiddenCount: 2048, dropout: 0.25 },
  recipe: {
    optimiser: ADAM,
    labelSmoothing: 0,
    batchSize: 32,
    epochCount: 300,
    patience: 20,
    schedule: { kind: 'exp-range', base: 1e-7, max: 1e-3, gamma: 0.99994, halfCycleEpochs: 6 },
  },
  folds: { kind: 'plain', foldCount: METHOD_FOLDS.foldCount, repeatCount: 4 },
  epochRows: 'one-of-each-photo',
  epochsWithoutFolds: 60,
  scores: 'probability',
  isBalanced: false,
};

/** The method's head for VGGFace2 networks: fewer hidden units, each photo and its mirror image in every epoch. */
const METHOD_MLP_NARROW: TrainedHeadSpec = {
  ...METHOD_MLP,
  shape: { kind: 'mlp', hiddenCount: 1024, dropout: 0.25 },
  epochRows: 'all',
};

/** The method's head for the 128-value embeddings of VGGFace2 networks: also a lower and faster rate. */
const METHOD_MLP_NARROW_SLOW: TrainedHeadSpec = {
  ...METHOD_MLP_NARROW,
  recipe: {
    ...METHOD_MLP_NARROW.recipe,
    schedule: { kind: 'exp-range', base: 1e-7, max: 2e-4, gamma: 0.99994, halfCycleEpochs: 4 },
  },
};

/** Ours: larger batches, one cycle, stratified folds; the figures behind it are in `docs/heads.md`. */
const OURS = {
  recipe: {
    optimiser: ADAM,
    labelSmoothing: 0,
    batchSize: 128,
    epochCount: 60,
    patience: 15,
    schedule: { kind: 'one-cycle', max: 1e-2, risingShare: 0.3 },
  },
  folds: { kind: 'stratified', foldCount: 5, repeatCount: 1 },
  epochRows: 'one-of-each-photo',
  epochsWithoutFolds: 40,
  isBalanced: false,
} as const satisfies Partial<TrainedHeadSpec>;

/** The heads that are trained step by step, by name. */
export const TRAINED_SPECS = {
  mlp: { ...OURS, shape: { kind: 'mlp', hiddenCount: 1024, dropout: 0.25 }, scores: 'logit' },
  'method-mlp': METHOD_MLP,
  'method-mlp-narrow': METHOD_MLP_NARROW,
  'method-mlp-narrow-slow': METHOD_MLP_NARROW_SLOW,
  linear: { ...OURS, shape: { kind: 'linear' }, scores: 'logit' },
  arcface: {
    ...OURS,
    shape: { kind: 'cosine', scale: 30, margin: { kind: 'additive-angle', size: 0.2 } },
    scores: 'cosine',
  },
  cosface: {
    ...OURS,
    shape: { kind: 'cosine', scale: 30, margin: { kind: 'additive-cosine', size: 0.2 } },
    scores: 'cosine',
  },
} as const satisfies Record<string, TrainedHeadSpec>;

/** Whether a name is that of a head that is trained step by step. */
export function isTrainedHead(name: string): name is keyof typeof TRAINED_SPECS {
  return Object.hasOwn(TRAINED_SPECS, name);
}
