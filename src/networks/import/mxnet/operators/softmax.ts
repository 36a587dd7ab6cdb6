import type { OperatorCall, Value } from '../operator-call.ts';

/** Softmax along an axis, the last one unless said. */
export function softmax(call: OperatorCall): Value {
  if (call.attributes.has('temperature')) throw call.unsupported('it has a temperature');
  return along(call, call.attributes.integer('axis', -1));
}

/** The softmax that ends a network in training: over the classes of a row, or of each place of an image. */
export function softmaxHead(call: OperatorCall): Value {
  const { attributes } = call;
  const isEachPlace = attributes.flag('multi_output', false) || attributes.text('mode', '') === 'channel';
  if (isEachPlace || call.input(0).rank === 2) return along(call, 1);
  throw call.unsupported('it works on whole images');
}

function along(call: OperatorCall, axis: number): Value {
  const x = call.input(0);
  return { ...x, name: call.graph.node('Softmax', [x.name], { axis }) };
}
