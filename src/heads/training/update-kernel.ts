import { type KernelValue, KernelWriter } from '../../numerics/elementwise-kernel.ts';
import type { StepRecipe } from './recipe.ts';

/** The arrays of an update, in the order of the kernel's addresses; Adam alone uses the squares. */
export const UPDATE_ARRAYS = ['value', 'momentum', 'square', 'gradient'] as const;

/** The scalars of one step, in the order in which the kernel takes them. */
export const UPDATE_SCALARS = ['size', 'epsilon', 'keep'] as const;

/** The scalars of one step by name: what the update is multiplied by, Adam's epsilon, and the share of weights kept. */
export type StepScalars = Readonly<Record<(typeof UPDATE_SCALARS)[number], number>>;

/**
 * A WebAssembly kernel of one update of weights. Adam's moments are kept as plain decaying sums, without the factors
 * 1 - beta: those and the corrections for its start are folded into two scalars a step.
 */
export function updateKernel({ optimiser, weightDecay }: StepRecipe): Uint8Array<ArrayBuffer> {
  const kernel = new KernelWriter({ arrays: UPDATE_ARRAYS, scalars: UPDATE_SCALARS });
  const [value, gradient] = [kernel.load('value'), kernel.load('gradient')];
  const slope =
    weightDecay?.kind === 'l2'
      ? kernel.add(gradient, kernel.multiply(value, kernel.constant(weightDecay.rate)))
      : gradient;
  const kept = weightDecay?.kind === 'decoupled' ? kernel.multiply(value, kernel.scalar('keep')) : value;
  const decay = optimiser.kind === 'adam' ? optimiser.beta1 : optimiser.momentum;
  const momentum = decayingSum(kernel, { array: 'momentum', decay }, slope);
  const direction =
    optimiser.kind === 'sgd'
      ? momentum
      : kernel.divide(momentum, addRoot(kernel, optimiser.beta2, kernel.multiply(slope, slope)));
  kernel.store('value', kernel.subtract(kept, kernel.multiply(direction, kernel.scalar('size'))));
  return kernel.module();
}

/** The scalars of a step for a learning rate. @param step counted from 1 over all epochs */
export function stepScalars({ optimiser, weightDecay }: StepRecipe, step: number, rate: number): StepScalars {
  const keep = weightDecay?.kind === 'decoupled' ? 1 - rate * weightDecay.rate : 1;
  if (optimiser.kind === 'sgd') return { size: rate, epsilon: 0, keep };
  const first = (1 - optimiser.beta1) / (1 - optimiser.beta1 ** step);
  const second = Math.sqrt((1 - optimiser.beta2) / (1 - optimiser.beta2 ** step));
  return { size: (rate * first) / second, epsilon: optimiser.epsilon / second, keep };
}

/** Adds to a sum that decays, and keeps it. */
function decayingSum(
  kernel: KernelWriter,
  { array, decay }: { readonly array: 'momentum' | 'square'; readonly decay: number },
  added: KernelValue,
): KernelValue {
  const sum = kernel.add(kernel.multiply(kernel.load(array), kernel.constant(decay)), added);
  kernel.store(array, sum);
  return sum;
}

function addRoot(kernel: KernelWriter, decay: number, squared: KernelValue): KernelValue {
  const root = kernel.squareRoot(decayingSum(kernel, { array: 'square', decay }, squared));
  return kernel.add(root, kernel.scalar('epsilon'));
}
