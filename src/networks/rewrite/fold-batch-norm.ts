import { floatAttribute, integerAttribute } from '../onnx/attributes.ts';
import { floatInitializer, floatsOf, type OnnxInitializer } from '../onnx/initializer.ts';
import type { OnnxModel, OnnxNode } from '../onnx/model.ts';

/** ONNX's default. */
const EPSILON = 1e-5;

/**
 * Folds every BatchNormalization into the Conv before it: with s = scale / sqrt(variance + epsilon), the Conv's weights
 * become s * w and its bias s * (b - mean) + shift, so that the operation goes. Only where the Conv's result and its
 * weights go nowhere else and all the numbers are float32 weights of the graph; the results differ by rounding alone.
 */
export function foldBatchNorm(model: OnnxModel): OnnxModel {
  const weights = new Map(model.initializers.map((weight) => [weight.name, weight]));
  const useCounts = countUses(model);
  const convOf = new Map(model.nodes.filter(isConv).map((node) => [node.outputs[0] ?? '', node] as const));
  const folded = new Map<OnnxNode, Folded>();
  const gone = new Set<OnnxNode>();
  for (const norm of model.nodes.filter(isInferenceNorm)) {
    const conv = convOf.get(norm.inputs[0] ?? '');
    const isSole = conv?.outputs.concat(conv.inputs[1] ?? '').every((name) => useCounts.get(name) === 1);
    if (conv === undefined || !isSole) continue;
    const pair = fold(conv, norm, weights);
    if (pair === undefined) continue;
    folded.set(conv, pair);
    gone.add(norm);
  }
  if (gone.size === 0) return model;
  const nodes = model.nodes.flatMap((node) => (gone.has(node) ? [] : [folded.get(node)?.conv ?? node]));
  const added = [...folded.values()].flatMap((pair) => pair.weights);
  return withoutUnused({ ...model, nodes, initializers: [...model.initializers, ...added] }, model);
}

interface Folded {
  readonly conv: OnnxNode;
  readonly weights: readonly OnnxInitializer[];
}

function fold(
  conv: OnnxNode,
  norm: OnnxNode,
  weights: ReadonlyMap<string, OnnxInitializer>,
): Folded | undefined {
  const floats = (name: string | undefined) => {
    const weight = weights.get(name ?? '');
    return weight && floatsOf(weight);
  };
  const [, scale, shift, mean, variance] = norm.inputs.map(floats);
  const kernel = floats(conv.inputs[1]);
  const outChannels = kernel?.dims[0] ?? 0;
  const bias = conv.inputs[2] ? floats(conv.inputs[2])?.values : new Float32Array(outChannels);
  if (!(kernel && scale && shift && mean && variance && bias) || scale.values.length !== outChannels)
    return undefined;
  const epsilon = floatAttribute(norm, 'epsilon') ?? EPSILON;
  const perChannel = kernel.values.length / outChannels;
  const newKernel = new Float32Array(kernel.values.length);
  const newBias = new Float32Array(outChannels);
  for (let channel = 0; channel < outChannels; channel++) {
    const at = (values: Float32Array): number => values[channel] as number;
    const factor = at(scale.values) / Math.sqrt(at(variance.values) + epsilon);
    newBias[channel] = factor * (at(bias) - at(mean.values)) + at(shift.values);
    for (let i = channel * perChannel; i < (channel + 1) * perChannel; i++)
      newKernel[i] = factor * (kernel.values[i] as number);
  }
  const output = norm.outputs[0] ?? '';
  const names = { kernel: `${output}_quen_kernel`, bias: `${output}_quen_bias` };
  return {
    conv: { ...conv, inputs: [conv.inputs[0] ?? '', names.kernel, names.bias], outputs: [output] },
    weights: [
      floatInitializer(names.kernel, kernel.dims, newKernel),
      floatInitializer(names.bias, [outChannels], newBias),
    ],
  };
}

function isConv({ operator, domain }: OnnxNode): boolean {
  return operator === 'Conv' && domain === '';
}

/** In training mode the operator has further results. */
function isInferenceNorm(node: OnnxNode): boolean {
  const isNorm = node.operator === 'BatchNormalization' && node.domain === '';
  return isNorm && node.outputs.length === 1 && !integerAttribute(node, 'training_mode');
}

function countUses({ nodes, outputs }: OnnxModel): Map<string, number> {
  const counts = new Map<string, number>();
  const names = [...nodes.flatMap(({ inputs }) => inputs), ...outputs.map(({ name }) => name)];
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Drops the weights that the change has made idle; those that were idle before stay. */
function withoutUnused(changed: OnnxModel, before: OnnxModel): OnnxModel {
  const [used, usedBefore] = [countUses(changed), countUses(before)];
  const isIdle = (name: string): boolean => !used.has(name) && usedBefore.has(name);
  return {
    ...changed,
    initializers: changed.initializers.filter(({ name }) => !isIdle(name)),
    inputs: changed.inputs.filter(({ name }) => !isIdle(name)),
  };
}
