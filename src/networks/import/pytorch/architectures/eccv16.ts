import { QuenError } from '../../../../core/errors.ts';
import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { type Building, batchNorm, conv2d } from '../../layers.ts';
import type { WeightSet } from '../../weight-set.ts';

/** Channels of the colorization network. */
export interface Eccv16Widths {
  /** Of each of the seven blocks. */
  readonly blocks: readonly number[];
  /** After the size has been doubled. */
  readonly doubled: number;
  /** Colours to choose among. */
  readonly colours: number;
}

const RELEASED: Eccv16Widths = { blocks: [64, 128, 256, 512, 512, 512, 512], doubled: 256, colours: 313 };

/** What the network's colours are multiplied by to be a and b of CIELAB. */
const AB_SCALE = 110;
/** The network works out colours at a quarter of the size. */
const UPSAMPLING = 4;

/** Convolutions of each block by their strides, and their dilation; all are 3x3, each followed by ReLU. */
const BLOCKS: readonly { readonly strides: readonly number[]; readonly dilation: number }[] = [
  { strides: [1, 2], dilation: 1 },
  { strides: [1, 2], dilation: 1 },
  { strides: [1, 1, 2], dilation: 1 },
  { strides: [1, 1, 1], dilation: 1 },
  { strides: [1, 1, 1], dilation: 2 },
  { strides: [1, 1, 1], dilation: 2 },
  { strides: [1, 1, 1], dilation: 1 },
];

/**
 * The colorization network of Zhang et al. 2016, as released for PyTorch (`colorizers/eccv16.py`): `lightness`
 * [batch, 1, height, width], (L - 50) / 100, to `ab` [batch, 2, height, width] in the units of CIELAB; height and width are
 * multiples of 8. Each of 313 colours gets a probability, and `model_out` takes their mean.
 */
export function buildEccv16([weights]: readonly WeightSet[], widths = RELEASED): OnnxModel[] {
  if (weights === undefined) throw new QuenError('NETWORK_FILE_INVALID', 'eccv16 is made of one file.');
  const graph = new GraphWriter('eccv16');
  const building = { graph, weights };
  const input = graph.input('lightness', ['batch', 1, 'height', 'width']);
  const features = BLOCKS.reduce((x, _, place) => block(building, x, place, widths), input);
  const scores = colourScores(building, features, widths);
  const probabilities = graph.node('Softmax', [scores], { axis: 1 });
  const small = conv2d(building, probabilities, 'model_out', { kernel: 1, channels: [2, widths.colours] });
  const scales = graph.weight('upsampling', [4], Float32Array.of(1, 1, UPSAMPLING, UPSAMPLING));
  const large = graph.node('Resize', [small, '', scales], {
    mode: 'linear',
    coordinate_transformation_mode: 'half_pixel',
  });
  graph.node('Mul', [large, graph.scalar(AB_SCALE)], {}, 'ab');
  graph.output('ab', ['batch', 2, 'height', 'width']);
  return [graph.model()];
}

function block(building: Building, x: string, place: number, { blocks }: Eccv16Widths): string {
  const { strides, dilation } = BLOCKS[place] ?? { strides: [], dilation: 1 };
  const width = blocks[place] ?? 0;
  const name = `model${place + 1}`;
  const features = strides.reduce((input, stride, i) => {
    const widthIn = i === 0 ? (blocks[place - 1] ?? 1) : width;
    const channels = [width, widthIn] as const;
    const options = { kernel: 3, stride, padding: dilation, dilation, hasBias: true, channels };
    return building.graph.node('Relu', [conv2d(building, input, `${name}.${2 * i}`, options)]);
  }, x);
  return batchNorm(building, features, `${name}.${2 * strides.length}`);
}

/** The last block: twice as large, then a score for each colour. */
function colourScores(building: Building, x: string, { blocks, doubled, colours }: Eccv16Widths): string {
  const { graph } = building;
  const options = { kernel: 3, padding: 1, hasBias: true, channels: [doubled, doubled] } as const;
  const larger = graph.node('Relu', [transposedConv(building, x, 'model8.0', [blocks.at(-1) ?? 0, doubled])]);
  const first = graph.node('Relu', [conv2d(building, larger, 'model8.2', options)]);
  const second = graph.node('Relu', [conv2d(building, first, 'model8.4', options)]);
  return conv2d(building, second, 'model8.6', { kernel: 1, hasBias: true, channels: [colours, doubled] });
}

/** A ConvTranspose2d of 4x4, stride 2, padding 1: `name.weight` [in, out, 4, 4], `name.bias` [out]. */
function transposedConv(
  { graph, weights }: Building,
  x: string,
  name: string,
  channels: readonly [widthIn: number, width: number],
): string {
  const kernel = weights.take(`${name}.weight`, [...channels, 4, 4]);
  const bias = weights.take(`${name}.bias`, [channels[1]]);
  const inputs = [
    x,
    graph.weight(`${name}.weight`, kernel.dims, kernel.data),
    graph.weight(`${name}.bias`, bias.dims, bias.data),
  ];
  return graph.node('ConvTranspose', inputs, { kernel_shape: [4, 4], strides: [2, 2], pads: [1, 1, 1, 1] });
}
