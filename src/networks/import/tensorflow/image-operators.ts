import { flagAttribute, floatAttribute, integerAttribute } from './attributes.ts';
import { transposed } from './target-graph.ts';
import type { Translate, Translation } from './translation.ts';
import type { Dim, TensorValue } from './value.ts';
import { assertChannelsLast, heightAndWidth, isCount, isPaddedSame, type Sliding, slide } from './windows.ts';

/** Operations on images. */
export const IMAGE_OPERATORS: Readonly<Record<string, Translate>> = {
  AvgPool: pool('AveragePool'),
  Conv2D: convolution,
  Conv2DBackpropInput: transposedConvolution,
  DepthToSpace: depthToSpace,
  DepthwiseConv2dNative: depthwiseConvolution,
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
  MaxPool: pool('MaxPool'),
};

/** A filter [height, width, in, out] becomes [out, in, height, width]. */
function convolution(step: Translation): TensorValue {
  const filter = step.constant(1, 4);
  const [height, width, inChannels, outChannels] = filter.dims as [number, number, number, number];
  const weight = step.target.weight(`${filter.name}%conv`, () => transposed(filter, [3, 2, 0, 1]));
  return convolved(step, { weight, kernel: [height, width], inChannels, outChannels, groups: 1 });
}

/** A filter [height, width, in, n] gives n channels for each that comes in: [in x n, 1, height, width]. */
function depthwiseConvolution(step: Translation): TensorValue {
  const filter = step.constant(1, 4);
  const [height, width, inChannels, multiple] = filter.dims as [number, number, number, number];
  const outChannels = inChannels * multiple;
  const weight = step.target.weight(`${filter.name}%depthwise`, () => ({
    dims: [outChannels, 1, height, width],
    data: transposed(filter, [2, 3, 0, 1]).data,
  }));
  return convolved(step, { weight, kernel: [height, width], inChannels, outChannels, groups: inChannels });
}

interface Filter {
  readonly weight: string;
  readonly kernel: readonly [number, number];
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
}

function convolved(
  step: Translation,
  { weight, kernel, inChannels, outChannels, groups }: Filter,
): TensorValue {
  assertChannelsLast(step);
  const x = step.image(0);
  const [batch, height, width, channels] = x.dims;
  if (![...kernel, inChannels, outChannels].every(isCount) || (channels ?? inChannels) !== inChannels)
    throw step.unfit(`has a filter for ${inChannels} channels where ${channels} come in`);
  const dilations = heightAndWidth(step, 'dilations');
  const { attributes, size } = slide(step, [height, width], slidings(step, kernel, dilations));
  const name = step.target.write('Conv', [x.name, weight], {
    ...attributes,
    kernel_shape: kernel,
    dilations,
    group: groups,
  });
  return imageOf(name, batch, size, outChannels);
}

function pool(operator: 'AveragePool' | 'MaxPool'): Translate {
  return (step) => {
    assertChannelsLast(step);
    const x = step.image(0);
    const [batch, height, width, channels] = x.dims;
    const kernel = heightAndWidth(step, 'ksize');
    const { attributes, size } = slide(step, [height, width], slidings(step, kernel, [1, 1]));
    const name = step.target.write(operator, [x.name], { ...attributes, kernel_shape: kernel });
    return imageOf(name, batch, size, channels);
  };
}

/**
 * The gradient of a convolution, used to enlarge. Its inputs are the size it gives, the filter [height, width, out, in] and
 * the image. Sizes that only the run knows are taken to be what the stride makes of the image's.
 */
function transposedConvolution(step: Translation): TensorValue {
  assertChannelsLast(step);
  const filter = step.constant(1, 4);
  const [rows, columns, outChannels, inChannels] = filter.dims as [number, number, number, number];
  const x = step.image(2);
  const [batch, height, width, channels] = x.dims;
  if (![rows, columns, outChannels].every(isCount) || (channels ?? inChannels) !== inChannels)
    throw step.unfit(`has a filter for ${inChannels} channels where ${channels} come in`);
  if (heightAndWidth(step, 'dilations').some((dilation) => dilation !== 1))
    throw step.unfit('has a filter with gaps');
  const isSame = isPaddedSame(step);
  const [, ...given] = step.integers(0).values;
  const axes = slidings(step, [rows, columns], [1, 1]).map((window, axis) =>
    enlarged(step, { window, isSame, size: [height, width][axis], given: given[axis] }),
  );
  const weight = step.target.weight(`${filter.name}%transposed`, () => transposed(filter, [3, 2, 0, 1]));
  const name = step.target.write('ConvTranspose', [x.name, weight], {
    kernel_shape: [rows, columns],
    strides: heightAndWidth(step, 'strides'),
    pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
    output_padding: axes.map(({ extra }) => extra),
  });
  return imageOf(
    name,
    batch,
    axes.map((axis) => axis.size),
    outChannels,
  );
}

/** What is cut off at the sides of one axis, or added at its end, so that it comes out in TensorFlow's size. */
function enlarged(
  step: Translation,
  axis: { window: Sliding; isSame: boolean; size: Dim; given: Dim },
): { readonly before: number; readonly after: number; readonly extra: number; readonly size: Dim } {
  const { kernel, stride } = axis.window;
  const isKnown = typeof axis.size === 'number' && typeof axis.given === 'number';
  // How many pixels more than size x stride come out.
  const more = isKnown ? (axis.given as number) - (axis.size as number) * stride : undefined;
  const surplus = kernel - stride - (more ?? (axis.isSame ? 0 : Math.max(0, kernel - stride)));
  if (surplus <= -stride || surplus >= kernel || (!axis.isSame && surplus > 0))
    throw step.unfit(`cannot give a size of ${axis.given}`);
  const before = Math.floor(Math.max(0, surplus) / 2);
  return { before, after: Math.max(0, surplus) - before, extra: Math.max(0, -surplus), size: axis.given };
}

function depthToSpace(step: Translation): TensorValue {
  assertChannelsLast(step);
  const block = integerAttribute(step.node, 'block_size') ?? 0;
  const x = step.image(0);
  const [batch, height, width, channels] = x.dims;
  if (!isCount(block) || typeof channels !== 'number' || channels % block ** 2 !== 0)
    throw step.unfit(`spreads ${channels} channels over blocks of ${block}x${block} pixels`);
  const name = step.target.write('DepthToSpace', [x.name], { blocksize: block, mode: 'DCR' });
  const size = [height, width].map((side) => (typeof side === 'number' ? side * block : undefined));
  return imageOf(name, batch, size, channels / block ** 2);
}

function batchNorm(step: Translation): TensorValue {
  assertChannelsLast(step);
  // The operator's own default is training.
  if (flagAttribute(step.node, 'is_training') !== false)
    throw step.unfit('takes mean and variance from the photos at hand, as in training');
  const x = step.image(0);
  const parts = [1, 2, 3, 4].map((index) => {
    const part = step.constant(index, 1);
    if (x.dims[3] !== undefined && part.dims[0] !== x.dims[3])
      throw step.unfit(`has ${part.dims[0]} numbers for ${x.dims[3]} channels`);
    return step.target.weight(part.name, () => part);
  });
  const epsilon = { float: floatAttribute(step.node, 'epsilon') ?? 1e-4 };
  return { ...x, name: step.target.write('BatchNormalization', [x.name, ...parts], { epsilon }) };
}

function slidings(
  step: Translation,
  kernel: readonly [number, number],
  dilations: readonly [number, number],
): [Sliding, Sliding] {
  const strides = heightAndWidth(step, 'strides');
  return [
    { kernel: kernel[0], stride: strides[0], dilation: dilations[0] },
    { kernel: kernel[1], stride: strides[1], dilation: dilations[1] },
  ];
}

function imageOf(name: string, batch: Dim, size: readonly Dim[], channels: Dim): TensorValue {
  return { kind: 'tensor', name, dims: [batch, size[0], size[1], channels], isImage: true };
}
