import type { ScheduleChoice } from './schedules.ts';

/** Adam (Kingma and Ba 2015, algorithm 1), or stochastic gradient descent with momentum as PyTorch defines it. */
export type Optimiser =
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  | { readonly kind: 'sgd'; readonly momentum: number };

/** Adam with the constants of its paper. */
export const ADAM: Optimiser = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * How weights shrink: `l2` adds rate x weight to the gradient, `decoupled` takes learning rate x rate x weight off each
 * step (Loshchilov and Hutter 2019). Biases shrink too.
 */
export interface WeightDecay {
  readonly kind: 'l2' | 'decoupled';
  readonly rate: number;
}

/** What a training graph needs to know of how a head is trained. */
export interface StepRecipe {
  readonly optimiser: Optimiser;
  readonly weightDecay?: WeightDecay;
  /** Share of each target spread evenly over all classes, in [0, 1). */
  readonly labelSmoothing: number;
}

/** How a head is trained. */
export interface TrainingRecipe extends StepRecipe {
  readonly batchSize: number;
  /** Most epochs. */
  readonly epochCount: number;
  /** Epochs without a better validation accuracy after which training stops. */
  readonly patience: number;
  readonly schedule: ScheduleChoice;
  readonly seed: number;
}
