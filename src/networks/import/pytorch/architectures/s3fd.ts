import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { type Building, type ConvOptions, conv2d, maxPool } from '../../layers.ts';
import type { WeightSet } from '../../weight-set.ts';

/** Channels of VGG-16's five groups, over those of the first, and how many convolutions each has. */
const GROUPS = [
  { width: 1, depth: 2 },
  { width: 2, depth: 2 },
  { width: 4, depth: 3 },
  { width: 8, depth: 3 },
  { width: 8, depth: 3 },
] as const;
/** Groups whose result is also looked at for faces. */
const FIRST_SEEN_GROUP = 3;
const BOX_SIDES = 4;
/** Three for the background, of which the largest counts, and one for the face. */
const FINEST_CLASSES = 4;
const CLASSES = 2;

/** Where S3FD looks for faces. */
interface Source {
  readonly features: string;
  readonly head: string;
  readonly channels: number;
}

/**
 * S3FD (Zhang et al. 2017) as 1adrianb/face-alignment names its weights. Takes `image` in BGR less (104, 117, 123), gives
 * `classes_4` to `classes_128`, no face and face before the softmax, and `boxes_4` to `boxes_128`, named by stride.
 */
export function buildS3fd(weights: WeightSet): OnnxModel {
  const graph = new GraphWriter('S3FD');
  const net = { graph, weights };
  const [width = 0] = weights.dimsOf('conv1_1.weight');
  const image = graph.input('image', ['batch', 3, 'height', 'width']);
  const base = vgg(net, image, width);
  for (const [level, source] of [...base.sources, ...extraSources(net, base.end, width)].entries())
    addHead(net, source, level);
  return graph.model();
}

function vgg(net: Building, image: string, width: number): { end: string; sources: Source[] } {
  const sources: Source[] = [];
  let x = image;
  let channels = 3;
  for (const [index, group] of GROUPS.entries()) {
    const number = index + 1;
    for (let place = 1; place <= group.depth; place++) {
      const out = group.width * width;
      x = activated(net, x, `conv${number}_${place}`, { kernel: 3, padding: 1, channels: [out, channels] });
      channels = out;
    }
    if (number >= FIRST_SEEN_GROUP) sources.push(normalised(net, x, `conv${number}_3_norm`, channels));
    x = maxPool(net, x, { kernel: 2, stride: 2 });
  }
  return { end: x, sources };
}

/** The coarse levels. fc6 is padded by 3 for a kernel of 3, so that their maps are larger than the image over the stride. */
function extraSources(net: Building, end: string, width: number): Source[] {
  const fc6 = activated(net, end, 'fc6', { kernel: 3, padding: 3, channels: [16 * width, 8 * width] });
  const fc7 = activated(net, fc6, 'fc7', { kernel: 1, channels: [16 * width, 16 * width] });
  const conv61 = activated(net, fc7, 'conv6_1', { kernel: 1, channels: [4 * width, 16 * width] });
  const down = { kernel: 3, stride: 2, padding: 1 } as const;
  const conv62 = activated(net, conv61, 'conv6_2', { ...down, channels: [8 * width, 4 * width] });
  const conv71 = activated(net, conv62, 'conv7_1', { kernel: 1, channels: [2 * width, 8 * width] });
  const conv72 = activated(net, conv71, 'conv7_2', { ...down, channels: [4 * width, 2 * width] });
  return [
    { features: fc7, head: 'fc7', channels: 16 * width },
    { features: conv62, head: 'conv6_2', channels: 8 * width },
    { features: conv72, head: 'conv7_2', channels: 4 * width },
  ];
}

function activated(net: Building, x: string, name: string, options: ConvOptions): string {
  return net.graph.node('Relu', [conv2d(net, x, name, { ...options, hasBias: true })]);
}

/** Each pixel's features scaled to unit length, then each channel by a learned factor. */
function normalised({ graph, weights }: Building, x: string, name: string, channels: number): Source {
  const { data } = weights.take(`${name}.weight`, [channels]);
  const length = graph.node('ReduceL2', [x], { axes: [1], keepdims: 1 });
  const unit = graph.node('Div', [x, graph.node('Add', [length, graph.scalar(1e-10)])]);
  const factors = graph.weight(`${name}.weight`, [channels, 1, 1], data);
  return { features: graph.node('Mul', [unit, factors]), head: name, channels };
}

function addHead(net: Building, { features, head, channels }: Source, level: number): void {
  const { graph } = net;
  const stride = 4 * 2 ** level;
  const shape = { kernel: 3, padding: 1, hasBias: true } as const;
  const output = `classes_${stride}`;
  const isFinest = level === 0;
  const classes = conv2d(net, features, `${head}_mbox_conf`, {
    ...shape,
    channels: [isFinest ? FINEST_CLASSES : CLASSES, channels],
    ...(isFinest ? {} : { output }),
  });
  if (isFinest) maxOut(net, classes, output);
  const boxes = { ...shape, channels: [BOX_SIDES, channels], output: `boxes_${stride}` } as const;
  conv2d(net, features, `${head}_mbox_loc`, boxes);
  const grid = [`rows_${stride}`, `columns_${stride}`];
  graph.output(output, ['batch', CLASSES, ...grid]);
  graph.output(boxes.output, ['batch', BOX_SIDES, ...grid]);
}

/** The largest of the three background scores stands for them, as small anchors see much background. */
function maxOut({ graph }: Building, classes: string, output: string): void {
  const part = (start: number, end: number): string =>
    graph.node('Slice', [classes, graph.integers([start]), graph.integers([end]), graph.integers([1])]);
  const background = graph.node('ReduceMax', [part(0, 3)], { axes: [1], keepdims: 1 });
  graph.node('Concat', [background, part(3, 4)], { axis: 1 }, output);
}
