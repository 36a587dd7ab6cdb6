import type { OperatorCall, Value } from '../operator-call.ts';

/** MXNet's own; ONNX has another. */
const BATCH_NORM_EPSILON = 1e-3;

/** Batch normalisation by the moments of the file; with `fix_gamma`, which is on unless said, the scale counts as 1. */
export function batchNorm(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.input(0);
  if (attributes.integer('axis', 1) !== 1) throw call.unsupported('its axis is not 1');
  const gamma = call.weight(1, ['any']);
  const [channels = 0] = gamma.dims;
  call.assertChannels(x, channels);
  const ones = { dims: [channels], data: new Float32Array(channels).fill(1) };
  const scale = attributes.flag('fix_gamma', true)
    ? call.constant('ones', ones)
    : call.weightInput(1, [channels]);
  const others = [2, 3, 4].map((index) => call.weightInput(index, [channels]));
  const epsilon = { float: attributes.number('eps', BATCH_NORM_EPSILON) };
  return { ...x, channels, name: graph.node('BatchNormalization', [x.name, scale, ...others], { epsilon }) };
}

/** Division by the length, x / sqrt(sum of squares + eps): of an item, of a place's channels, or of a channel. */
export function l2Normalization(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.input(0);
  const mode = attributes.text('mode', 'instance');
  const inner = Array.from({ length: x.rank - 1 }, (_, i) => i + 1);
  const axes = { instance: inner, channel: [1], spatial: inner.slice(1) }[mode];
  if (axes === undefined || axes.length === 0) throw call.unsupported(`its mode is ${mode}`);
  const squares = graph.node('ReduceSumSquare', [x.name], { axes, keepdims: 1 });
  const padded = graph.node('Add', [squares, graph.scalar(attributes.number('eps', 1e-10))]);
  return { ...x, name: graph.node('Div', [x.name, graph.node('Sqrt', [padded])]) };
}
