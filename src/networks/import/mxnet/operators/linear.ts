import type { OperatorCall, Value } from '../operator-call.ts';

/** Convolution of images, with groups and dilation. */
export function convolution(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.image();
  const kernel = attributes.pair('kernel');
  const channels = attributes.integer('num_filter');
  const group = attributes.integer('num_group', 1);
  const layout = attributes.text('layout', 'NCHW');
  if (layout !== 'NCHW') throw call.unsupported(`its layout is ${layout}`);
  if (group < 1) throw call.unsupported(`its groups are ${group}`);
  const dims = [channels, 'any', ...kernel] as const;
  const [, perGroup = 0] = call.weight(1, dims).dims;
  call.assertChannels(x, perGroup * group);
  const inputs = [x.name, call.weightInput(1, dims)];
  if (!attributes.flag('no_bias', false)) inputs.push(call.weightInput(2, [channels]));
  const pad = attributes.pair('pad', 0);
  const name = graph.node('Conv', inputs, {
    kernel_shape: kernel,
    strides: attributes.pair('stride', 1),
    pads: [...pad, ...pad],
    group,
    dilations: attributes.pair('dilate', 1),
  });
  return { name, rank: 4, channels };
}

/** A matrix times the input, each of whose items is laid out in a row unless `flatten` is off. */
export function fullyConnected(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.input(0);
  const channels = attributes.integer('num_hidden');
  const matrix = call.weightInput(1, [channels, 'any']);
  const bias = attributes.flag('no_bias', false) ? [] : [call.weightInput(2, [channels])];
  if (attributes.flag('flatten', true) || x.rank === 2) {
    const rows = x.rank === 2 ? x.name : graph.node('Flatten', [x.name], { axis: 1 });
    return { name: graph.node('Gemm', [rows, matrix, ...bias], { transB: 1 }), rank: 2, channels };
  }
  const product = graph.node('MatMul', [x.name, graph.node('Transpose', [matrix], { perm: [1, 0] })]);
  const name = bias.length === 0 ? product : graph.node('Add', [product, ...bias]);
  return { ...x, name };
}
