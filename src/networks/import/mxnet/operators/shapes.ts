import type { OperatorCall, Value } from '../operator-call.ts';

const MAX_RANK = 8;

/** An operation that does something in training only. */
export function unchanged(call: OperatorCall): Value {
  return call.input(0);
}

/** Each item of the batch as one row. */
export function flatten(call: OperatorCall): Value {
  const x = call.input(0);
  return { name: call.graph.node('Flatten', [x.name], { axis: 1 }), rank: 2, channels: 'unknown' };
}

/** Another shape: 0 keeps a size and -1 takes what is left, as in ONNX; MXNet's other codes are not known. */
export function reshape(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.input(0);
  // In the older attribute 0 stands for what is left.
  const old = attributes.integers('target_shape')?.map((size) => (size === 0 ? -1 : size));
  const shape = attributes.integers('shape') ?? old ?? [];
  const isKnown = shape.every((size, axis) => size >= -1 && (size !== 0 || axis < x.rank));
  const isRankKnown = shape.length > 0 && shape.length <= MAX_RANK;
  if (!isKnown || !isRankKnown || attributes.flag('reverse', false))
    throw call.unsupported(`its shape is [${shape.join(', ')}]`);
  const name = graph.node('Reshape', [x.name, graph.integers(shape)]);
  const [, size = -1] = shape;
  return { name, rank: shape.length, channels: size > 0 ? size : size === 0 ? x.channels : 'unknown' };
}

/** Values one behind the other along an axis. */
export function concat(call: OperatorCall): Value {
  const values = call.inputs;
  const [first] = values;
  if (first === undefined) throw call.unsupported('it has no operands');
  const axis = call.attributes.integer('dim', 1);
  const name = call.graph.node(
    'Concat',
    values.map((value) => value.name),
    { axis },
  );
  return { ...first, name, channels: axis === 1 ? channelSum(values) : first.channels };
}

function channelSum(values: readonly Value[]): Value['channels'] {
  let sum = 0;
  for (const { channels } of values) {
    if (typeof channels !== 'number') return 'unknown';
    sum += channels;
  }
  return sum;
}
