import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import type { StepRecipe } from './recipe.ts';

/** Weights and what the optimiser keeps beside them, as values of a graph of one shape. */
export interface Moving {
  readonly value: string;
  /** Decaying sum of gradients. */
  readonly momentum: string;
  /** Decaying sum of squared gradients; Adam alone keeps it. */
  readonly square?: string;
}

/** The scalars of one step, as values of a graph; {@link stepScalars} computes them. */
export interface StepScalars {
  /** What the update is multiplied by. */
  readonly size: string;
  /** Adam's epsilon. */
  readonly epsilon: string;
  /** What weights are multiplied by where decay is decoupled. */
  readonly keep: string;
}

/**
 * Adds one update of weights. Adam's moments are kept as plain decaying sums, without the factors 1 - beta: those and the
 * corrections for its start are folded into two scalars a step.
 */
export function addUpdate(
  writer: GraphWriter,
  { moving, gradient }: { readonly moving: Moving; readonly gradient: string },
  { optimiser, weightDecay }: StepRecipe,
  scalars: StepScalars,
): Moving {
  const slope =
    weightDecay?.kind === 'l2'
      ? writer.node('Add', [gradient, writer.node('Mul', [moving.value, writer.scalar(weightDecay.rate)])])
      : gradient;
  const kept =
    weightDecay?.kind === 'decoupled' ? writer.node('Mul', [moving.value, scalars.keep]) : moving.value;
  const decay = optimiser.kind === 'adam' ? optimiser.beta1 : optimiser.momentum;
  const momentum = decayingSum(writer, moving.momentum, decay, slope);
  if (optimiser.kind === 'sgd' || moving.square === undefined) {
    const step = writer.node('Mul', [momentum, scalars.size]);
    return { value: writer.node('Sub', [kept, step]), momentum };
  }
  const square = decayingSum(writer, moving.square, optimiser.beta2, writer.node('Mul', [slope, slope]));
  const root = writer.node('Add', [writer.node('Sqrt', [square]), scalars.epsilon]);
  const step = writer.node('Mul', [writer.node('Div', [momentum, root]), scalars.size]);
  return { value: writer.node('Sub', [kept, step]), momentum, square };
}

/**
 * The scalars of a step for a learning rate. @param step counted from 1 over all epochs
 */
export function stepScalars(
  { optimiser, weightDecay }: StepRecipe,
  step: number,
  rate: number,
): { readonly size: number; readonly epsilon: number; readonly keep: number } {
  const keep = weightDecay?.kind === 'decoupled' ? 1 - rate * weightDecay.rate : 1;
  if (optimiser.kind === 'sgd') return { size: rate, epsilon: 0, keep };
  const first = (1 - optimiser.beta1) / (1 - optimiser.beta1 ** step);
  const second = Math.sqrt((1 - optimiser.beta2) / (1 - optimiser.beta2 ** step));
  return { size: (rate * first) / second, epsilon: optimiser.epsilon / second, keep };
}

function decayingSum(writer: GraphWriter, sum: string, decay: number, added: string): string {
  return writer.node('Add', [writer.node('Mul', [sum, writer.scalar(decay)]), added]);
}
