import { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import type { OnnxModel } from '../../networks/onnx/model.ts';
import { addStep } from './add-step.ts';
import { type HeadArchitecture, hasDropout } from './architecture.ts';
import type { StepRecipe } from './recipe.ts';
import { type StateTensor, sliceShapes } from './state-tensors.ts';
import type { Batch } from './step.ts';
import { addUpdate, type Moving, type StepScalars } from './update.ts';

/** The body of the loop: one step, from the slices of all state tensors to the same slices after it. */
export function stepGraph(
  architecture: HeadArchitecture,
  recipe: StepRecipe,
  tensors: readonly StateTensor[],
): OnnxModel {
  const writer = new GraphWriter('one step', 'step_');
  const step = writer.input('step', [], 'int64');
  const goOn = writer.input('step_go_on_in', [], 'bool');
  const before = new Map<string, Partial<Record<keyof Moving, string>>>();
  for (const { name, slice, role, dims } of allSlices(tensors))
    before.set(slice, { ...before.get(slice), [role]: writer.input(name, dims) });

  const batch = addBatch(writer, architecture, step);
  const scalars = addScalars(writer, step);
  const site = { writer, batch, sliceName, labelSmoothing: recipe.labelSmoothing };
  const { loss, gradients } = addStep(site, architecture);
  const after = new Map<string, Moving>();
  for (const [slice, gradient] of gradients) {
    const moving = before.get(slice) as Moving;
    after.set(slice, addUpdate(writer, { moving, gradient }, recipe, scalars));
  }

  writer.output(writer.node('Identity', [goOn]), [], 'bool');
  for (const { slice, role, dims } of allSlices(tensors)) writer.output(after.get(slice)?.[role] ?? '', dims);
  writer.output(loss, []);
  return writer.model();
}

/** The name in the body of a slice of a tensor or parameter. */
function sliceName(tensor: string, slice: number): string {
  return `step_in_${tensor}_${slice}`;
}

interface Slice {
  readonly name: string;
  /** Name of the weights that it belongs to; its own where it holds them. */
  readonly slice: string;
  readonly role: keyof Moving;
  readonly dims: readonly number[];
}

function allSlices(tensors: readonly StateTensor[]): Slice[] {
  return tensors.flatMap((tensor) =>
    sliceShapes(tensor).map((dims, place) => ({
      name: sliceName(tensor.name, place),
      slice: sliceName(tensor.parameter, place),
      role: tensor.role,
      dims,
    })),
  );
}

/** A batch gathered from what lies outside the loop. */
function addBatch(writer: GraphWriter, architecture: HeadArchitecture, step: string): Batch {
  const take = (from: string, places: string): string => writer.node('Gather', [from, places], { axis: 0 });
  const places = take('batches', step);
  const batch = {
    rows: take('embeddings', places),
    labels: take('labels', places),
    rowWeights: take('row_weights', step),
  };
  return hasDropout(architecture) ? { ...batch, mask: take('masks', take('mask_rows', step)) } : batch;
}

function addScalars(writer: GraphWriter, step: string): StepScalars {
  const ofStep = (name: string): string => writer.node('Gather', [name, step], { axis: 0 });
  return { size: ofStep('step_sizes'), epsilon: ofStep('epsilons'), keep: ofStep('keeps') };
}
