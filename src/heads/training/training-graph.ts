import { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import { type HeadArchitecture, hasDropout } from './architecture.ts';
import type { StepRecipe } from './recipe.ts';
import { nextName, type StateTensor, stateTensors } from './state-tensors.ts';
import { stepGraph } from './step-graph.ts';

/**
 * An ONNX graph that trains a head for any number of steps in one run. Inputs: `embeddings` [N, D] and `labels` int64
 * [N, 1] stay as they are; `batches` int64 [S, B] says which rows each step takes, `row_weights` [S, B, 1] their shares in
 * the loss; `step_sizes`, `epsilons` and `keeps` [S] are the scalars of each step; with dropout `masks` [M, H] holds
 * factors of the hidden units and `mask_rows` int64 [S, B] which of its rows each row of a batch takes; `step_count` is S;
 * then the state tensors. Outputs: `losses` [S], and each state tensor after the last step.
 */
export function trainingGraph(architecture: HeadArchitecture, recipe: StepRecipe): Uint8Array {
  const writer = new GraphWriter('train a head');
  addSharedInputs(writer, architecture);
  const tensors = stateTensors(architecture, recipe.optimiser);
  for (const { name, dims } of tensors) writer.input(name, dims);
  const slices = tensors.map((tensor) => addSlices(writer, tensor));
  const body = { graph: stepGraph(architecture, recipe, tensors) };
  const carried = slices.flat();
  const results = writer.nodeWithOutputs(
    'Loop',
    ['step_count', '', ...carried],
    { body },
    carried.length + 1,
  );

  writer.output(writer.node('Identity', results.slice(-1), {}, 'losses'), ['S']);
  const parts = results.values();
  for (const [place, tensor] of tensors.entries())
    addJoined(
      writer,
      tensor,
      (slices[place] ?? []).map(() => parts.next().value ?? ''),
    );
  return encodeModel(writer.model());
}

function addSharedInputs(writer: GraphWriter, architecture: HeadArchitecture): void {
  writer.input('embeddings', ['N', architecture.dimension]);
  writer.input('labels', ['N', 1], 'int64');
  writer.input('batches', ['S', 'B'], 'int64');
  writer.input('row_weights', ['S', 'B', 1]);
  for (const name of ['step_sizes', 'epsilons', 'keeps']) writer.input(name, ['S']);
  if (hasDropout(architecture)) {
    writer.input('masks', ['M', architecture.hiddenCount]);
    writer.input('mask_rows', ['S', 'B'], 'int64');
  }
  writer.input('step_count', [], 'int64');
}

function addSlices(writer: GraphWriter, { name, slices }: StateTensor): string[] {
  if (slices === undefined || slices.widths.length === 1) return [name];
  const sizes = writer.integers(slices.widths);
  return writer.nodeWithOutputs('Split', [name, sizes], { axis: slices.axis }, slices.widths.length);
}

function addJoined(writer: GraphWriter, { name, dims, slices }: StateTensor, parts: readonly string[]): void {
  const output = nextName(name);
  if (parts.length > 1) writer.node('Concat', parts, { axis: slices?.axis ?? 0 }, output);
  else writer.node('Identity', parts, {}, output);
  writer.output(output, dims);
}
