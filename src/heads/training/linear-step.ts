import type { LinearArchitecture } from './architecture.ts';
import { addCrossEntropy } from './cross-entropy.ts';
import type { StepNodes, StepSite } from './step.ts';

/** Adds the forward and backward pass of a dense layer with softmax. */
export function addLinearStep(
  { writer, batch, labelSmoothing }: StepSite,
  { classCount }: LinearArchitecture,
): StepNodes {
  const scores = writer.node('Gemm', [batch.rows, 'weight', 'bias']);
  const { loss, slope } = addCrossEntropy(writer, { ...batch, scores }, { labelSmoothing, classCount });
  const gradients = new Map([
    ['weight', writer.node('Gemm', [batch.rows, slope], { transA: 1 })],
    ['bias', writer.node('ReduceSum', [slope, writer.integers([0])], { keepdims: 0 })],
  ]);
  return { loss, gradients };
}
