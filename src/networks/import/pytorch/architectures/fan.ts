import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { type Building, batchNorm, conv2d, maxPool } from '../../layers.ts';
import type { WeightSet } from '../../weight-set.ts';

const LANDMARK_COUNT = 68;
/** How often an hourglass halves its input. */
const DEPTH = 4;
/** Name of the factors by which images grow, one for each axis. */
const DOUBLE = 'double';

/** Channels before and after. */
interface Channels {
  readonly from: number;
  readonly to: number;
}

/**
 * FAN (Bulat and Tzimiropoulos 2017) as 1adrianb/face-alignment names its weights, with as many hourglasses as it has.
 * Takes `image`, RGB / 255 of 256x256, gives the `heatmaps` [batch, 68, 64, 64] of the last hourglass.
 */
export function buildFan(weights: WeightSet): OnnxModel {
  const graph = new GraphWriter('FAN');
  const net = { graph, weights };
  const [width = 0] = weights.dimsOf('conv1.weight');
  graph.weight(DOUBLE, [4], Float32Array.of(1, 1, 2, 2));
  let x = stem(net, graph.input('image', ['batch', 3, 256, 256]), width);
  const stackCount = stacksOf(weights);
  for (let stack = 0; stack < stackCount; stack++) {
    const isLast = stack === stackCount - 1;
    x = addStack(net, x, { stack, channels: 4 * width, isLast });
  }
  graph.output('heatmaps', ['batch', LANDMARK_COUNT, 64, 64]);
  return graph.model();
}

/** One where there is none, so that the weight that is missing gets named. */
function stacksOf(weights: WeightSet): number {
  let count = 1;
  while (weights.has(`l${count}.weight`)) count++;
  return count;
}

function stem(net: Building, image: string, width: number): string {
  const { graph } = net;
  const conv1 = conv2d(net, image, 'conv1', {
    kernel: 7,
    stride: 2,
    padding: 3,
    hasBias: true,
    channels: ['any', 3],
  });
  const first = graph.node('Relu', [batchNorm(net, conv1, 'bn1')]);
  const wide = block(net, first, 'conv2', { from: width, to: 2 * width });
  const small = maxPool(net, wide, { kernel: 2, stride: 2 });
  const same = block(net, small, 'conv3', { from: 2 * width, to: 2 * width });
  return block(net, same, 'conv4', { from: 2 * width, to: 4 * width });
}

/** One hourglass and its heatmaps. @returns what the next hourglass takes */
function addStack(
  net: Building,
  x: string,
  {
    stack,
    channels,
    isLast,
  }: { readonly stack: number; readonly channels: number; readonly isLast: boolean },
): string {
  const { graph } = net;
  const pointwise = { kernel: 1, hasBias: true } as const;
  const same = { from: channels, to: channels };
  const seen = block(net, hourglass(net, x, `m${stack}`, { level: DEPTH, ...same }), `top_m_${stack}`, same);
  const last = conv2d(net, seen, `conv_last${stack}`, { ...pointwise, channels: [channels, channels] });
  const features = graph.node('Relu', [batchNorm(net, last, `bn_end${stack}`)]);
  const heatmaps = conv2d(net, features, `l${stack}`, {
    ...pointwise,
    channels: [LANDMARK_COUNT, channels],
    ...(isLast ? { output: 'heatmaps' } : {}),
  });
  if (isLast) return heatmaps;
  const kept = conv2d(net, features, `bl${stack}`, { ...pointwise, channels: [channels, channels] });
  const fed = conv2d(net, heatmaps, `al${stack}`, { ...pointwise, channels: [channels, LANDMARK_COUNT] });
  return graph.node('Add', [graph.node('Add', [x, kept]), fed]);
}

function hourglass(
  net: Building,
  x: string,
  name: string,
  { level, ...channels }: Channels & { readonly level: number },
): string {
  const { graph } = net;
  const part = (input: string, label: string): string =>
    block(net, input, `${name}.${label}_${level}`, channels);
  const beside = part(x, 'b1');
  const small = part(maxPool(net, x, { kernel: 2, stride: 2 }), 'b2');
  const inner =
    level > 1 ? hourglass(net, small, name, { level: level - 1, ...channels }) : part(small, 'b2_plus');
  return graph.node('Add', [beside, doubled(net, part(inner, 'b3'))]);
}

/** Every pixel twice in both directions. */
function doubled({ graph }: Building, x: string): string {
  const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  return graph.node('Resize', [x, '', DOUBLE], attributes);
}

/** Three convolutions after one another, each after a BatchNorm, their results side by side; plus the input. */
function block(net: Building, x: string, name: string, { from, to }: Channels): string {
  const { graph } = net;
  const step = (input: string, place: number, channels: readonly [number, number]): string => {
    const active = graph.node('Relu', [batchNorm(net, input, `${name}.bn${place}`)]);
    return conv2d(net, active, `${name}.conv${place}`, { kernel: 3, padding: 1, channels });
  };
  const first = step(x, 1, [to / 2, from]);
  const second = step(first, 2, [to / 4, to / 2]);
  const third = step(second, 3, [to / 4, to / 4]);
  const all = graph.node('Concat', [first, second, third], { axis: 1 });
  if (from === to) return graph.node('Add', [all, x]);
  const active = graph.node('Relu', [batchNorm(net, x, `${name}.downsample.0`)]);
  const shortcut = conv2d(net, active, `${name}.downsample.2`, { kernel: 1, channels: [to, from] });
  return graph.node('Add', [all, shortcut]);
}
