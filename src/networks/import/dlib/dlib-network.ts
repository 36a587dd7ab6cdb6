import type { ImportFile } from '../import-file.ts';
import { type DlibDims, DlibReader } from './dlib-reader.ts';

// Versions of the parts of a network, as dlib 19.4 and later write them.
const LOSS_VERSION = 1;
const MARK_VERSION = 1;
const LAYER_VERSION = 2;
const INPUT_VERSION = 3;

/** How a window slides; rows first. */
export interface DlibWindow {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
}

/** A layer with what it holds. `mark` is a tag or a skip: dlib writes neither which of them nor its number. */
export type DlibLayer =
  | { readonly kind: 'mark' }
  | { readonly kind: 'relu' }
  | { readonly kind: 'add_prev' }
  | { readonly kind: 'max_pool'; readonly window: DlibWindow }
  | { readonly kind: 'avg_pool'; readonly window: DlibWindow }
  | {
      readonly kind: 'con';
      readonly window: DlibWindow;
      /** [out, in, rows, columns]. */
      readonly filters: DlibDims;
      /** The filters, then a bias for each. */
      readonly values: Float32Array;
    }
  | {
      readonly kind: 'affine';
      readonly channels: number;
      /** Factors of the channels, then what is added to them. */
      readonly values: Float32Array;
    }
  | {
      readonly kind: 'fc';
      readonly inputs: number;
      readonly outputs: number;
      /** [inputs, outputs], row-major, without biases. */
      readonly values: Float32Array;
    };

/** A network as a dlib file holds it. */
export interface DlibNetwork {
  /** What dlib subtracts from red, green and blue before it divides by 256. */
  readonly means: readonly number[];
  readonly heightPx: number;
  readonly widthPx: number;
  /** In the order they run. */
  readonly layers: readonly DlibLayer[];
}

/**
 * Reads a network that was trained with a metric loss on images of one size. dlib nests layers: the versions of all of them
 * come first, the last layer's in front, then the input, then the layers' contents in the order they run.
 * Throws `NETWORK_FILE_INVALID`.
 */
export function readDlibNetwork(file: ImportFile): DlibNetwork {
  const reader = new DlibReader(file);
  reader.version(LOSS_VERSION, 'networks');
  expectName(reader, 'loss_metric_2');
  // Margin and distance threshold of the loss.
  for (let i = 0; i < 2; i++) reader.float();
  const outline = readOutline(reader);
  const input = readInput(reader);
  const first = readLayer(reader);
  // How many samples the first layer makes of an image.
  if (reader.count() !== 1) throw reader.fault('it takes several samples of an image');
  const others = outline.map((kind): DlibLayer => (kind === 'mark' ? { kind } : readLayer(reader)));
  if (reader.remaining > 0) throw reader.fault(`${reader.remaining} bytes are left over`);
  return { ...input, layers: [first, ...others] };
}

/** Which layers there are besides the first one, in the order they run. */
function readOutline(reader: DlibReader): ('mark' | 'layer')[] {
  const outline: ('mark' | 'layer')[] = [];
  for (let version = reader.integer(); version !== INPUT_VERSION; version = reader.integer()) {
    if (version !== MARK_VERSION && version !== LAYER_VERSION)
      throw reader.fault(`it has version ${version} of a layer`);
    outline.push(version === MARK_VERSION ? 'mark' : 'layer');
  }
  return outline.reverse();
}

function readInput(reader: DlibReader): Omit<DlibNetwork, 'layers'> {
  expectName(reader, 'input_rgb_image_sized');
  const means = [reader.float(), reader.float(), reader.float()];
  return { means, heightPx: reader.count(), widthPx: reader.count() };
}

function readLayer(reader: DlibReader): DlibLayer {
  const layer = readContents(reader);
  // Whether it was set up, and two flags of training; then three gradients and results that are kept for training.
  for (let i = 0; i < 3; i++) reader.flag();
  for (let i = 0; i < 3; i++) reader.tensor();
  return layer;
}

function readContents(reader: DlibReader): DlibLayer {
  const name = reader.text();
  switch (name) {
    case 'con_4':
      return readConvolution(reader);
    case 'affine_':
      return readAffine(reader);
    case 'fc_2':
      return readFullyConnected(reader);
    case 'max_pool_2':
      return { kind: 'max_pool', window: readWindow(reader) };
    case 'avg_pool_2':
      return { kind: 'avg_pool', window: readWindow(reader) };
    case 'relu_':
      return { kind: 'relu' };
    case 'add_prev_':
      return { kind: 'add_prev' };
    default:
      throw reader.fault(`it has a layer named ${JSON.stringify(name.slice(0, 40))}`);
  }
}

function readConvolution(reader: DlibReader): DlibLayer {
  const { data: values } = reader.tensor();
  const filterCount = reader.count();
  const window = readWindow(reader);
  const filters = reader.alias();
  const biases = reader.alias();
  readMultipliers(reader);
  const [out, , rows, columns] = filters;
  const isWhole = values.length === product(filters) + out && product(biases) === out && out === filterCount;
  if (!isWhole || rows !== window.kernel[0] || columns !== window.kernel[1])
    throw reader.fault(`a convolution has ${values.length} weights for filters [${filters.join(', ')}]`);
  return { kind: 'con', window, filters, values };
}

function readAffine(reader: DlibReader): DlibLayer {
  const { data: values } = reader.tensor();
  const factors = reader.alias();
  const offsets = reader.alias();
  // 0 where a channel has one factor, 1 where each number has its own.
  const isByChannel = reader.integer() === 0;
  const [, channels] = factors;
  if (!isByChannel || values.length !== 2 * channels || product(factors) !== channels)
    throw reader.fault(`an affine layer has ${values.length} weights for ${channels} channels`);
  if (product(offsets) !== channels)
    throw reader.fault('an affine layer has factors and offsets of two sizes');
  return { kind: 'affine', channels, values };
}

function readFullyConnected(reader: DlibReader): DlibLayer {
  const outputs = reader.count();
  const inputs = reader.count();
  const { data: values } = reader.tensor();
  reader.alias();
  reader.alias();
  // 1 where there are no biases.
  const isWithoutBias = reader.integer() === 1;
  readMultipliers(reader);
  if (!isWithoutBias || values.length !== inputs * outputs)
    throw reader.fault(`a fully connected layer has ${values.length} weights for ${inputs} x ${outputs}`);
  return { kind: 'fc', inputs, outputs, values };
}

function readWindow(reader: DlibReader): DlibWindow {
  const pair = (): [number, number] => [reader.count(), reader.count()];
  return { kernel: pair(), stride: pair(), padding: pair() };
}

/** Learning rate and weight decay, of weights and of biases: training only. */
function readMultipliers(reader: DlibReader): void {
  for (let i = 0; i < 4; i++) reader.float();
}

function expectName(reader: DlibReader, expected: string): void {
  const name = reader.text();
  if (name !== expected)
    throw reader.fault(`it has ${JSON.stringify(name.slice(0, 40))} where ${expected} is due`);
}

function product(dims: readonly number[]): number {
  return dims.reduce((total, dim) => total * dim, 1);
}
