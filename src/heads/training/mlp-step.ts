import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { type MlpArchitecture, sliceWidths } from './architecture.ts';
import { addCrossEntropy } from './cross-entropy.ts';
import type { StepNodes, StepSite } from './step.ts';

/**
 * Adds the forward and backward pass of dense, ReLU, dropout, dense, softmax. The hidden layer is worked on slice by
 * slice, so that what updates a slice's weights finds them in the cache, where its gradient has just been written.
 */
export function addMlpStep(site: StepSite, architecture: MlpArchitecture): StepNodes {
  const { writer, batch, sliceName, labelSmoothing } = site;
  const { classCount } = architecture;
  const hidden = addHiddenLayer(site, architecture);
  let scores = sliceName('output_bias', 0);
  for (const [slice, units] of hidden.entries())
    scores = writer.node('Gemm', [units, sliceName('output_weight', slice), scores]);
  const { loss, slope } = addCrossEntropy(writer, { ...batch, scores }, { labelSmoothing, classCount });
  const gradients = new Map([[sliceName('output_bias', 0), sumOfRows(writer, slope)]]);
  for (const [slice, units] of hidden.entries()) {
    const [weight, bias, output] = ['hidden_weight', 'hidden_bias', 'output_weight'].map((name) =>
      sliceName(name, slice),
    ) as [string, string, string];
    // A unit is above 0 only where ReLU and dropout both let it pass, so the kept units' factor is all that is missing.
    const keptFactor = { float: 1 / (1 - architecture.dropout) };
    const back = writer.node('Gemm', [slope, output], { transB: 1, alpha: keptFactor });
    const isOn = writer.node('Greater', [units, writer.scalar(0)]);
    const hiddenSlope = writer.node('Where', [isOn, back, writer.scalar(0)]);
    gradients.set(output, writer.node('Gemm', [units, slope], { transA: 1 }));
    gradients.set(weight, writer.node('Gemm', [batch.rows, hiddenSlope], { transA: 1 }));
    gradients.set(bias, sumOfRows(writer, hiddenSlope));
  }
  return { loss, gradients };
}

/** Values of the hidden units after ReLU and dropout, slice by slice, each of shape [B, width]. */
function addHiddenLayer({ writer, batch, sliceName }: StepSite, { hiddenCount }: MlpArchitecture): string[] {
  const widths = sliceWidths(hiddenCount);
  const masks =
    batch.mask === undefined
      ? []
      : writer.nodeWithOutputs('Split', [batch.mask, writer.integers(widths)], { axis: 1 }, widths.length);
  return widths.map((_, slice) => {
    const parameters = [sliceName('hidden_weight', slice), sliceName('hidden_bias', slice)];
    const units = writer.node('Relu', [writer.node('Gemm', [batch.rows, ...parameters])]);
    const mask = masks[slice];
    return mask === undefined ? units : writer.node('Mul', [units, mask]);
  });
}

function sumOfRows(writer: GraphWriter, values: string): string {
  return writer.node('ReduceSum', [values, writer.integers([0])], { keepdims: 0 });
}
