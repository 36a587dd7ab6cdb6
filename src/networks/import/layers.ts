import type { GraphWriter } from '../onnx/graph-writer.ts';
import type { WeightSet } from './weight-set.ts';

/** A graph under construction and the weights it is made of. */
export interface Building {
  readonly graph: GraphWriter;
  readonly weights: WeightSet;
}

/** How a convolution slides; a number counts for both directions. */
export interface ConvOptions {
  readonly kernel: number | readonly [height: number, width: number];
  readonly stride?: number | readonly [number, number];
  readonly padding?: number | readonly [number, number];
  readonly groups?: number;
  readonly dilation?: number;
  readonly hasBias?: boolean;
  /** Sizes of the filter's first two axes, where the architecture fixes them. */
  readonly channels?: readonly [out: number | 'any', inPerGroup: number | 'any'];
  /** Name of the result; made up when absent. */
  readonly output?: string;
}

/** A Conv2d with the weights `name.weight` [out, in / groups, height, width] and, if it has one, `name.bias` [out]. */
export function conv2d(
  { graph, weights }: Building,
  x: string,
  name: string,
  {
    kernel,
    stride = 1,
    padding = 0,
    groups = 1,
    dilation = 1,
    hasBias = false,
    channels = ['any', 'any'],
    output,
  }: ConvOptions,
): string {
  const [height, width] = pair(kernel);
  const filter = weights.take(`${name}.weight`, [...channels, height, width]);
  const [outChannels = 0] = filter.dims;
  const inputs = [x, graph.weight(`${name}.weight`, filter.dims, filter.data)];
  if (hasBias) {
    const bias = weights.take(`${name}.bias`, [outChannels]);
    inputs.push(graph.weight(`${name}.bias`, bias.dims, bias.data));
  }
  const attributes = {
    kernel_shape: [height, width],
    strides: pair(stride),
    pads: [...pair(padding), ...pair(padding)],
    group: groups,
    dilations: pair(dilation),
  };
  return graph.node('Conv', inputs, attributes, output);
}

/** What a BatchNorm has. */
export interface NormOptions {
  readonly epsilon?: number;
  /** Where the architecture fixes them. */
  readonly channels?: number | 'any';
}

/** A BatchNorm in inference: `name.weight`, `.bias`, `.running_mean` and `.running_var`, each [channels]. */
export function batchNorm(
  { graph, weights }: Building,
  x: string,
  name: string,
  { epsilon = 1e-5, channels = 'any' }: NormOptions = {},
): string {
  weights.drop(`${name}.num_batches_tracked`);
  const inputs = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => {
    const { dims, data } = weights.take(`${name}.${part}`, [channels]);
    return graph.weight(`${name}.${part}`, dims, data);
  });
  return graph.node('BatchNormalization', [x, ...inputs], { epsilon: { float: epsilon } });
}

/** A PReLU with one slope a channel, `name.weight` [channels], for images. */
export function prelu(
  { graph, weights }: Building,
  x: string,
  name: string,
  channels: number | 'any' = 'any',
): string {
  const { dims, data } = weights.take(`${name}.weight`, [channels]);
  return graph.node('PRelu', [x, graph.weight(`${name}.weight`, [...dims, 1, 1], data)]);
}

/** What a fully connected layer has and makes. */
export interface LinearOptions {
  readonly hasBias?: boolean;
  /** Name of the result; made up when absent. */
  readonly output?: string;
  /** Where the architecture fixes them. */
  readonly sizes?: readonly [outputs: number | 'any', inputs: number | 'any'];
}

/** A Linear: `name.weight` [out, in] and, if it has one, `name.bias` [out]. */
export function linear(
  { graph, weights }: Building,
  x: string,
  name: string,
  { hasBias = true, output, sizes = ['any', 'any'] }: LinearOptions = {},
): string {
  const weight = weights.take(`${name}.weight`, sizes);
  const inputs = [x, graph.weight(`${name}.weight`, weight.dims, weight.data)];
  if (hasBias) {
    const bias = weights.take(`${name}.bias`, [weight.dims[0] ?? 0]);
    inputs.push(graph.weight(`${name}.bias`, bias.dims, bias.data));
  }
  return graph.node('Gemm', inputs, { transB: 1 }, output);
}

/** Max pooling. @param isCeil whether windows may stick out at the end */
export function maxPool(
  { graph }: Building,
  x: string,
  {
    kernel,
    stride,
    padding = 0,
    isCeil = false,
  }: {
    readonly kernel: number;
    readonly stride: number;
    readonly padding?: number;
    readonly isCeil?: boolean;
  },
): string {
  return graph.node('MaxPool', [x], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    ceil_mode: isCeil ? 1 : 0,
  });
}

function pair(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}
