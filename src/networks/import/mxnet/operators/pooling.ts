import type { OperatorCall, Value } from '../operator-call.ts';

const ONNX_NAMES: Readonly<Record<string, string>> = { max: 'Max', avg: 'Average' };

/** Largest or mean value under a window that slides over images, or of each whole image. */
export function pooling(call: OperatorCall): Value {
  const { attributes, graph } = call;
  const x = call.image();
  const kind = attributes.text('pool_type', 'max');
  const operator = Object.hasOwn(ONNX_NAMES, kind) ? ONNX_NAMES[kind] : undefined;
  if (operator === undefined) throw call.unsupported(`it takes the ${kind} of a window`);
  const name = attributes.flag('global_pool', false)
    ? graph.node(`Global${operator}Pool`, [x.name])
    : operator === 'Max'
      ? graph.node('MaxPool', [x.name], { ...windows(call), pads: ends(call) })
      : average(call, x.name);
  return { ...x, name };
}

/** Zeros around the image count as pixels unless said; what a window has beyond those never does. */
function average(call: OperatorCall, x: string): string {
  const { attributes, graph } = call;
  const pads = ends(call);
  const isPaddingCounted = attributes.flag('count_include_pad', true) && Math.max(...pads) > 0;
  if (!isPaddingCounted) return graph.node('AveragePool', [x], { ...windows(call), pads });
  // Written out, since runtimes differ in what they count where windows stick out beyond the padding.
  const [top = 0, left = 0] = pads;
  const padded = graph.node('Pad', [x, graph.integers([0, 0, top, left, 0, 0, top, left])]);
  return graph.node('AveragePool', [padded], windows(call));
}

function ends({ attributes }: OperatorCall): readonly number[] {
  const pad = attributes.pair('pad', 0);
  return [...pad, ...pad];
}

/** Window and stride; windows may stick out at the end in the `full` convention, and are left out there in the `valid` one. */
function windows(call: OperatorCall): Record<string, number | readonly number[]> {
  const { attributes } = call;
  const convention = attributes.text('pooling_convention', 'valid');
  if (!['valid', 'full'].includes(convention)) throw call.unsupported(`its convention is ${convention}`);
  return {
    kernel_shape: attributes.pair('kernel'),
    strides: attributes.pair('stride', 1),
    ceil_mode: convention === 'full' ? 1 : 0,
  };
}
