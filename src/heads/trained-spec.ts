import type { EmbeddingAugmentation } from './embedding-augmentation.ts';
import { METHOD_FOLDS } from './folds.ts';
import type { CosineArchitecture, LinearArchitecture, MlpArchitecture } from './training/architecture.ts';
import { ADAM, type TrainingRecipe } from './training/recipe.ts';

type WithoutSizes<A> = Omit<A, 'dimension' | 'classCount'>;

/** What a trained head computes, but for the sizes that the training set decides. */
export type TrainedShape =
  | WithoutSizes<MlpArchitecture>
  | WithoutSizes<LinearArchitecture>
  | WithoutSizes<CosineArchitecture>;

/** How photos are held out: each fold of each repeat trains a head, and the head's scores are the mean of theirs. */
export interface HeadFolds {
  /** `plain` shuffles photos, as the method does; `stratified` keeps every person learnt in every fold. */
  readonly kind: 'plain' | 'stratified';
  readonly foldCount: number;
  readonly repeatCount: number;
}

/** A head that is trained step by step, as plain data. */
export interface TrainedHeadSpec {
  readonly shape: TrainedShape;
  /** The seed comes from `fit`. */
  readonly recipe: Omit<TrainingRecipe, 'seed'>;
  readonly folds: HeadFolds;
  /** Epochs of the one head that is trained where no photo can be held out, so that nothing says when to stop. */
  readonly epochsWithoutFolds: number;
  /** `probability` and `logit` for softmax over dense scores, `cosine` for the cosine heads. */
  readonly scores: 'probability' | 'logit' | 'cosine';
  /** Whether everybody weighs the same in the loss, however many photos there are of them. */
  readonly isBalanced: boolean;
  /** Views made of the embeddings themselves. */
  readonly augmentation?: EmbeddingAugmentation;
}

/**
 * The method's head for embeddings of 512 values, exactly: 2048 hidden units, dropout 0.25, Adam at batches of 32, at most
 * 300 epochs, patience 20, a cyclical rate, five plain folds of four repeats.
 */
export const METHOD_MLP: TrainedHeadSpec = {
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
  epochsWithoutFolds: 60,
  scores: 'probability',
  isBalanced: false,
};

/** The method's head for the 128-value embeddings of VGGFace2 networks: fewer hidden units, a lower and faster rate. */
export const METHOD_MLP_128: TrainedHeadSpec = {
  ...METHOD_MLP,
  shape: { kind: 'mlp', hiddenCount: 1024, dropout: 0.25 },
  recipe: {
    ...METHOD_MLP.recipe,
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
  epochsWithoutFolds: 40,
  isBalanced: false,
} as const satisfies Partial<TrainedHeadSpec>;

/** The heads that are trained step by step, by name. */
export const TRAINED_SPECS = {
  mlp: { ...OURS, shape: { kind: 'mlp', hiddenCount: 1024, dropout: 0.25 }, scores: 'logit' },
  'method-mlp': METHOD_MLP,
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
