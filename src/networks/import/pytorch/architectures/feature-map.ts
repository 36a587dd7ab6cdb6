import { type Building, batchNorm, type ConvOptions, conv2d, prelu } from '../../layers.ts';

/** Images within a network, with their number of channels: weights are checked against what they work on. */
export interface FeatureMap {
  /** Name of the value, [batch, channels, height, width]. */
  readonly value: string;
  readonly channels: number;
}

/** Names of a convolution and of the BatchNorm behind it. */
export interface ConvNames {
  readonly conv: string;
  readonly norm: string;
}

/** How a convolution slides; `isDepthwise`: each channel by itself. */
export interface SlideOptions extends Pick<ConvOptions, 'kernel' | 'stride' | 'padding' | 'hasBias'> {
  readonly isDepthwise?: boolean;
}

/** A Conv2d that makes as many channels as its weights do. */
export function convolve(
  building: Building,
  { value, channels }: FeatureMap,
  name: string,
  { isDepthwise = false, ...options }: SlideOptions,
): FeatureMap {
  const [filterCount = 0] = building.weights.dimsOf(`${name}.weight`);
  const outChannels = isDepthwise ? channels : filterCount;
  const result = conv2d(building, value, name, {
    ...options,
    groups: isDepthwise ? channels : 1,
    channels: [outChannels, isDepthwise ? 1 : channels],
  });
  return { value: result, channels: outChannels };
}

/** A convolution and its BatchNorm. */
export function convolveNormed(
  building: Building,
  x: FeatureMap,
  { conv, norm }: ConvNames,
  options: SlideOptions,
): FeatureMap {
  const { value, channels } = convolve(building, x, conv, options);
  return { value: batchNorm(building, value, norm, { channels }), channels };
}

/** An operation that keeps the channels apart, such as Relu. */
export function transform(
  { graph }: Building,
  { value, channels }: FeatureMap,
  operator: string,
): FeatureMap {
  return { value: graph.node(operator, [value]), channels };
}

/** A PReLU. @param name of the layer */
export function activateByPrelu(
  building: Building,
  { value, channels }: FeatureMap,
  name: string,
): FeatureMap {
  return { value: prelu(building, value, name, channels), channels };
}

/** Adds or multiplies; channels are those of the first. */
export function combine(
  { graph }: Building,
  operator: 'Add' | 'Mul',
  first: FeatureMap,
  second: FeatureMap,
): FeatureMap {
  return { value: graph.node(operator, [first.value, second.value]), channels: first.channels };
}
