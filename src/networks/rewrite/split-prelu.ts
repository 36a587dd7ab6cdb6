import { floatInitializer } from '../onnx/initializer.ts';
import type { OnnxModel, OnnxNode } from '../onnx/model.ts';

/** First set of operators in which Min broadcasts. */
const LEAST_OPSET = 8;

/**
 * Replaces PRelu(x, slope) by Relu(x) + slope * Min(x, 0), which gives the same numbers. ONNX Runtime's PRelu branches on
 * every value, which costs time on real photos; these four operations do not branch. Only a PRelu whose slopes are
 * float32 weights of the graph is replaced: Min takes two tensors of one type, and only there is the type known.
 */
export function splitPRelu(model: OnnxModel): OnnxModel {
  const slopes = new Set(model.initializers.filter(({ isFloat }) => isFloat).map(({ name }) => name));
  const isSplit = ({ operator, domain, inputs }: OnnxNode): boolean =>
    operator === 'PRelu' && domain === '' && slopes.has(inputs[1] ?? '');
  if (model.opset < LEAST_OPSET || !model.nodes.some(isSplit)) return model;
  const zero = floatInitializer('quen_zero', [], Float32Array.of(0));
  return {
    ...model,
    nodes: model.nodes.flatMap((node) => (isSplit(node) ? splitNode(node, zero.name) : [node])),
    initializers: [...model.initializers, zero],
  };
}

function splitNode(node: OnnxNode, zero: string): OnnxNode[] {
  const [x = '', slope = ''] = node.inputs;
  const [y = ''] = node.outputs;
  const part = (suffix: string): string => `${y}_quen_${suffix}`;
  const make = (operator: string, inputs: string[], output: string): OnnxNode => ({
    operator,
    domain: '',
    inputs,
    outputs: [output],
    name: '',
    rest: [],
  });
  return [
    make('Relu', [x], part('above')),
    make('Min', [x, zero], part('below')),
    make('Mul', [part('below'), slope], part('scaled')),
    make('Add', [part('above'), part('scaled')], y),
  ];
}
