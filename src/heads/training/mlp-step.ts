import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import type { MlpArchitecture } from './architecture.ts';
import { addCrossEntropy } from './cross-entropy.ts';
import type { StepNodes, StepSite } from './step.ts';

/** Adds the forward and backward pass of dense, ReLU, dropout, dense, softmax. */
export function addMlpStep(
  { writer, batch, labelSmoothing }: StepSite,
  { classCount, dropout }: MlpArchitecture,
): StepNodes {
  const active = writer.node('Relu', [writer.node('Gemm', [batch.rows, 'hidden_weight', 'hidden_bias'])]);
  const units = batch.mask === undefined ? active : writer.node('Mul', [active, batch.mask]);
  const scores = writer.node('Gemm', [units, 'output_weight', 'output_bias']);
  const { loss, slope } = addCrossEntropy(writer, { ...batch, scores }, { labelSmoothing, classCount });
  // ONNX Runtime copies the right factor of a product, so the larger one stands on the left.
  const unitsFirst = writer.node('Gemm', ['output_weight', slope], {
    transB: 1,
    // A unit is above 0 only where ReLU and dropout both let it pass, so the kept units' factor is all that is missing.
    alpha: { float: 1 / (1 - dropout) },
  });
  const back = writer.node('Transpose', [unitsFirst], { perm: [1, 0] });
  const isOn = writer.node('Greater', [units, writer.scalar(0)]);
  const hiddenSlope = writer.node('Where', [isOn, back, writer.scalar(0)]);
  const gradients = new Map([
    ['output_weight', writer.node('Gemm', [units, slope], { transA: 1 })],
    ['output_bias', sumOfRows(writer, slope)],
    ['hidden_weight', writer.node('Gemm', [batch.rows, hiddenSlope], { transA: 1 })],
    ['hidden_bias', sumOfRows(writer, hiddenSlope)],
  ]);
  return { loss, gradients };
}

function sumOfRows(writer: GraphWriter, values: string): string {
  return writer.node('ReduceSum', [values, writer.integers([0])], { keepdims: 0 });
}
