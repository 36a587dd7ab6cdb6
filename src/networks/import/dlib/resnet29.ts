import { QuenError } from '../../../core/errors.ts';
import { GraphWriter } from '../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import type { DlibLayer, DlibNetwork, DlibWindow } from './dlib-network.ts';

const SIDE_PX = 150;
const DIMENSION = 128;
/** What dlib subtracts from red, green and blue; the card says the same. */
const MEANS = [122.782, 117.001, 104.298];
/** Channels of each level and how many blocks keep the size, in the order they run. A level's first block may halve it. */
const LEVELS = [
  { channels: 32, isHalved: false, blockCount: 3 },
  { channels: 64, isHalved: true, blockCount: 3 },
  { channels: 128, isHalved: true, blockCount: 2 },
  { channels: 256, isHalved: true, blockCount: 2 },
  { channels: 256, isHalved: true, blockCount: 0 },
] as const;

/** An image in the graph. Height and width are alike. */
interface Image {
  readonly name: string;
  readonly channels: number;
  readonly sidePx: number;
}

/**
 * dlib's face descriptor: a residual network of 29 convolutions (`anet_type` in dlib's example of face recognition).
 * Input [batch, 3, 150, 150], output `descriptor` [batch, 128]. Throws `NETWORK_ARCHITECTURE_MISMATCH`.
 * @param origin the file, for messages
 */
export function buildResnet29(network: DlibNetwork, origin: string): OnnxModel {
  const fits = MEANS.every((mean, channel) => Math.abs(mean - (network.means[channel] as number)) < 1e-3);
  if (!fits || network.heightPx !== SIDE_PX || network.widthPx !== SIDE_PX)
    throw mismatch(
      origin,
      `takes images of ${network.widthPx}x${network.heightPx} less ${network.means.join(', ')}`,
    );
  const builder = new Resnet29(network.layers, origin);
  return builder.build();
}

class Resnet29 {
  readonly #layers: readonly DlibLayer[];
  readonly #origin: string;
  readonly #graph = new GraphWriter('dlib-resnet29');
  #next = 0;

  constructor(layers: readonly DlibLayer[], origin: string) {
    this.#layers = layers;
    this.#origin = origin;
  }

  build(): OnnxModel {
    const input = this.#graph.input('input', ['batch', 3, SIDE_PX, SIDE_PX]);
    let image = this.#convolution({ name: input, channels: 3, sidePx: SIDE_PX }, 32, window(7, 2, 0));
    image = this.#pool(this.#relu(image), 'max_pool', window(3, 2, 0));
    for (const { channels, isHalved, blockCount } of LEVELS) {
      if (isHalved) image = this.#halvingBlock(image, channels);
      for (let block = 0; block < blockCount; block++) image = this.#block(image, channels);
    }
    this.#descriptor(image);
    if (this.#next < this.#layers.length)
      throw mismatch(this.#origin, `has ${this.#layers.length - this.#next} layers too many`);
    return this.#graph.model();
  }

  /** Two convolutions beside the image itself. */
  #block(image: Image, channels: number): Image {
    this.#take('mark');
    const inner = this.#convolution(image, channels, window(3, 1, 1));
    const changed = this.#convolution(this.#relu(inner), channels, window(3, 1, 1));
    this.#take('add_prev');
    return this.#relu(this.#sum(changed, image));
  }

  /** Two convolutions, the first of which halves, beside the image halved by averaging. */
  #halvingBlock(image: Image, channels: number): Image {
    this.#take('mark');
    const inner = this.#convolution(image, channels, window(3, 2, 0));
    const changed = this.#convolution(this.#relu(inner), channels, window(3, 1, 1));
    // The tag of what the convolutions gave, then the skip back to the image.
    this.#take('mark');
    this.#take('mark');
    const halved = this.#pool(image, 'avg_pool', window(2, 2, 0));
    this.#take('add_prev');
    return this.#relu(this.#sum(halved, changed));
  }

  /** The mean over the image, then a projection without bias. */
  #descriptor(image: Image): void {
    const { kernel } = this.#take('avg_pool').window;
    // dlib writes an average over everything as a window of 0.
    if (kernel.some((side) => side !== 0)) throw mismatch(this.#origin, 'ends in another average');
    const { inputs, outputs, values } = this.#take('fc');
    if (inputs !== image.channels || outputs !== DIMENSION)
      throw mismatch(this.#origin, `ends in a projection from ${inputs} to ${outputs} numbers`);
    const flat = this.#graph.node('Flatten', [this.#graph.node('GlobalAveragePool', [image.name])]);
    const weight = this.#graph.weight('fc', [inputs, outputs], values);
    this.#graph.node('Gemm', [flat, weight], {}, 'descriptor');
    this.#graph.output('descriptor', ['batch', DIMENSION]);
  }

  /** A convolution with its affine layer, which is the BatchNorm of training with its statistics worked in. */
  #convolution(image: Image, channels: number, expected: DlibWindow): Image {
    const place = this.#next;
    const { filters, values, window: own } = this.#take('con');
    this.#assertWindow(own, expected);
    const [out, inChannels] = filters;
    if (out !== channels || inChannels !== image.channels)
      throw mismatch(this.#origin, `has filters [${filters.join(', ')}] where ${channels} channels are due`);
    const [side] = expected.kernel;
    const split = channels * inChannels * side * side;
    const weight = this.#graph.weight(`con${place}.weight`, filters, values.subarray(0, split));
    const bias = this.#graph.weight(`con${place}.bias`, [channels], values.subarray(split));
    const name = this.#graph.node('Conv', [image.name, weight, bias], {
      kernel_shape: expected.kernel,
      strides: expected.stride,
      pads: [...expected.padding, ...expected.padding],
    });
    return { name: this.#affine(name, channels), channels, sidePx: sideAfter(image.sidePx, expected) };
  }

  #affine(x: string, channels: number): string {
    const place = this.#next;
    const layer = this.#take('affine');
    if (layer.channels !== channels)
      throw mismatch(this.#origin, `scales ${layer.channels} channels where ${channels} are due`);
    const part = (name: string, values: Float32Array): string =>
      this.#graph.weight(`affine${place}.${name}`, [channels], values);
    const inputs = [
      x,
      part('scale', layer.values.subarray(0, channels)),
      part('offset', layer.values.subarray(channels)),
      part('mean', new Float32Array(channels)),
      part('variance', new Float32Array(channels).fill(1)),
    ];
    return this.#graph.node('BatchNormalization', inputs, { epsilon: { float: 0 } });
  }

  #pool(image: Image, kind: 'max_pool' | 'avg_pool', expected: DlibWindow): Image {
    this.#assertWindow(this.#take(kind).window, expected);
    const name = this.#graph.node(kind === 'max_pool' ? 'MaxPool' : 'AveragePool', [image.name], {
      kernel_shape: expected.kernel,
      strides: expected.stride,
    });
    return { ...image, name, sidePx: sideAfter(image.sidePx, expected) };
  }

  #relu(image: Image): Image {
    this.#take('relu');
    return { ...image, name: this.#graph.node('Relu', [image.name]) };
  }

  /** dlib adds images of two sizes as if zeros stood below, to the right and in the channels that one lacks. */
  #sum(a: Image, b: Image): Image {
    const channels = Math.max(a.channels, b.channels);
    const sidePx = Math.max(a.sidePx, b.sidePx);
    const names = [a, b].map((image) => this.#padded(image, channels, sidePx));
    return { name: this.#graph.node('Add', names), channels, sidePx };
  }

  #padded(image: Image, channels: number, sidePx: number): string {
    const [more, pixels] = [channels - image.channels, sidePx - image.sidePx];
    if (more === 0 && pixels === 0) return image.name;
    const pads = this.#graph.integers([0, 0, 0, 0, 0, more, pixels, pixels]);
    return this.#graph.node('Pad', [image.name, pads]);
  }

  #take<K extends DlibLayer['kind']>(kind: K): Extract<DlibLayer, { kind: K }> {
    const layer = this.#layers[this.#next];
    if (layer?.kind !== kind)
      throw mismatch(this.#origin, `has ${layer?.kind ?? 'nothing'} as layer ${this.#next}, not ${kind}`);
    this.#next += 1;
    return layer as Extract<DlibLayer, { kind: K }>;
  }

  #assertWindow(own: DlibWindow, expected: DlibWindow): void {
    if (JSON.stringify(own) !== JSON.stringify(expected))
      throw mismatch(this.#origin, `has a window ${JSON.stringify(own)} before layer ${this.#next}`);
  }
}

function window(side: number, stride: number, padding: number): DlibWindow {
  return { kernel: [side, side], stride: [stride, stride], padding: [padding, padding] };
}

function sideAfter(sidePx: number, { kernel, stride, padding }: DlibWindow): number {
  return Math.floor((sidePx + 2 * padding[0] - kernel[0]) / stride[0]) + 1;
}

function mismatch(origin: string, what: string): QuenError {
  const message = `${origin} ${what}. It does not belong to this architecture; choose another card.`;
  return new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
}
