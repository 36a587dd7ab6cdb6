import { shapesAttribute } from './attributes.ts';
import type { TfGraph } from './graph-def.ts';
import type { InferencePart } from './inference-order.ts';
import { constantDims } from './tensor-proto.ts';
import type { Dim } from './value.ts';

/** A queue stands at most this far before the input. */
const MOST_STEPS = 8;

/** Larger sides are damage. */
const MOST_SIDE = 2 ** 14;

/**
 * Height, width and channels of the images a graph takes: as its input declares them, or the queue that fed it in
 * training. Where neither does, height and width are free and the first convolution shows how many channels there are.
 * Undefined where nothing shows that the input is images.
 */
export function inputSize(graph: TfGraph, input: string, part: InferencePart): Dim[] | undefined {
  const size = declaredSize(graph, input).map((side) => (side >= 1 && side <= MOST_SIDE ? side : undefined));
  const channels = size[2] ?? firstFilterChannels(graph, part);
  return channels === undefined ? undefined : [size[0], size[1], channels];
}

function declaredSize(graph: TfGraph, input: string): number[] {
  let node = graph.get(input);
  for (let step = 0; step < MOST_STEPS && node !== undefined; step++) {
    const shapes = [...shapesAttribute(node, 'shape'), ...shapesAttribute(node, 'shapes')];
    // A queue holds single images, a placeholder many.
    const size =
      shapes.find(({ length }) => length === 3) ?? shapes.find(({ length }) => length === 4)?.slice(1);
    if (size !== undefined) return size;
    node = graph.get(node.inputs[0]?.node ?? '');
  }
  return [];
}

function firstFilterChannels(graph: TfGraph, part: InferencePart): number | undefined {
  const first = part.nodes.find(({ operator }) => /^(Conv2D|DepthwiseConv2dNative)$/.test(operator));
  const filter = first?.inputs[1] && graph.get(part.resolve(first.inputs[1]).node);
  const channels = filter && constantDims(filter)?.[2];
  return channels !== undefined && channels >= 1 && channels <= MOST_SIDE ? channels : undefined;
}
