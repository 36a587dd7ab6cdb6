import { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import { addStep } from './add-step.ts';
import { type HeadArchitecture, hasDropout, parameterShapes } from './architecture.ts';
import type { StepRecipe } from './recipe.ts';
import { gradientName } from './state-tensors.ts';
import type { Batch } from './step.ts';

/**
 * An ONNX graph of the loss of one step and its gradients. Inputs: `embeddings` [N, D] and `labels` int64 [N, 1];
 * `batches` int64 [S, B] says which rows each step takes, `row_weights` [S, B, 1] their shares in the loss; with dropout
 * `masks` [M, H] holds factors of the hidden units and `mask_rows` int64 [S, B] which of its rows each row of a batch
 * takes; `step` is which of the S steps to do; then the weights. Outputs: `loss`, and the gradient of each parameter.
 */
export function trainingGraph(
  architecture: HeadArchitecture,
  { labelSmoothing }: Pick<StepRecipe, 'labelSmoothing'>,
): Uint8Array {
  const writer = new GraphWriter('loss and gradients of a head');
  const batch = addBatch(writer, architecture);
  const shapes = parameterShapes(architecture);
  for (const { name, dims } of shapes) writer.input(name, dims);
  const { loss, gradients } = addStep({ writer, batch, labelSmoothing }, architecture);
  writer.output(writer.node('Identity', [loss], {}, 'loss'), []);
  for (const { name, dims } of shapes)
    writer.output(writer.node('Identity', [gradients.get(name) ?? ''], {}, gradientName(name)), dims);
  return encodeModel(writer.model());
}

function addBatch(writer: GraphWriter, architecture: HeadArchitecture): Batch {
  const take = (from: string, places: string): string => writer.node('Gather', [from, places], { axis: 0 });
  const step = writer.input('step', [], 'int64');
  const places = take(writer.input('batches', ['S', 'B'], 'int64'), step);
  const batch = {
    rows: take(writer.input('embeddings', ['N', architecture.dimension]), places),
    labels: take(writer.input('labels', ['N', 1], 'int64'), places),
    rowWeights: take(writer.input('row_weights', ['S', 'B', 1]), step),
  };
  if (!hasDropout(architecture)) return batch;
  const maskRows = take(writer.input('mask_rows', ['S', 'B'], 'int64'), step);
  return { ...batch, mask: take(writer.input('masks', ['M', architecture.hiddenCount]), maskRows) };
}
