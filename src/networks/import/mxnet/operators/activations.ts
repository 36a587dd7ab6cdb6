import type { OperatorCall, Translate, Value } from '../operator-call.ts';

/** Names in ONNX of functions of one number. */
const ONNX_NAMES: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softrelu: 'Softplus',
  softsign: 'Softsign',
};

/** Activation functions. */
export const ACTIVATIONS: readonly (readonly [string, Translate])[] = [
  ['Activation', activation],
  ['LeakyReLU', leakyRelu],
  ...['relu', 'sigmoid', 'tanh', 'softsign'].map((name) => [name, named(name)] as const),
  ['clip', clip],
];

function named(name: string): Translate {
  return (call) => {
    const operator = Object.hasOwn(ONNX_NAMES, name) ? ONNX_NAMES[name] : undefined;
    if (operator === undefined) throw call.unsupported(`its function is ${name}`);
    const x = call.input(0);
    return { ...x, name: call.graph.node(operator, [x.name]) };
  };
}

function activation(call: OperatorCall): Value {
  return named(call.attributes.text('act_type'))(call);
}

/** The family of functions that bend at 0; the slope below it is a number or, for PReLU, a weight a channel. */
function leakyRelu(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.input(0);
  const alpha = { float: attributes.number('slope', 0.25) };
  const kind = attributes.text('act_type', 'leaky');
  switch (kind) {
    case 'leaky':
      return { ...x, name: graph.node('LeakyRelu', [x.name], { alpha }) };
    case 'elu':
      return { ...x, name: graph.node('Elu', [x.name], { alpha }) };
    case 'selu':
      return { ...x, name: graph.node('Selu', [x.name]) };
    case 'prelu':
      return { ...x, name: graph.node('PRelu', [x.name, slopes(call, x)]) };
    default:
      throw call.unsupported(`its function is ${kind}`);
  }
}

/** Slopes of shape [channels, 1, 1] for images, [channels] for rows, since ONNX aligns shapes at their ends. */
function slopes(call: OperatorCall, x: Value): string {
  const [channels = 0] = call.weight(1, ['any']).dims;
  if (channels !== 1) call.assertChannels(x, channels);
  const ones = Array.from({ length: Math.max(0, x.rank - 2) }, () => 1);
  return call.weightInput(1, ['any'], ({ data }) => ({ dims: [channels, ...ones], data }));
}

function clip(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.input(0);
  const ends = ['a_min', 'a_max'].map((name) => graph.scalar(attributes.number(name)));
  return { ...x, name: graph.node('Clip', [x.name, ...ends]) };
}
