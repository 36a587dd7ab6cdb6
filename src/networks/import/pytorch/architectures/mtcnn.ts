import { QuenError } from '../../../../core/errors.ts';
import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { type Building, conv2d, linear, maxPool } from '../../layers.ts';
import type { WeightSet } from '../../weight-set.ts';

/**
 * The three networks of MTCNN (Zhang et al. 2016) as timesler/facenet-pytorch names their weights. P-Net takes an image
 * of any size, R-Net crops of 24x24, O-Net crops of 48x48; values are (pixel - 127.5) / 128. Outputs: `probability` of no
 * face and face, `regression` of the box's left, top, right and bottom, and from O-Net `landmarks`, five x then five y.
 * @param sets P-Net, R-Net, O-Net
 */
export function buildMtcnn(sets: readonly WeightSet[]): OnnxModel[] {
  const [pnet, rnet, onet] = sets;
  if (!(pnet && rnet && onet)) {
    const message = `MTCNN is made of three files, P-Net, R-Net and O-Net; the card has ${sets.length}. List all three, in this order.`;
    throw new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
  }
  return [buildPnet(pnet), buildRnet(rnet), buildOnet(onet)];
}

function buildPnet(weights: WeightSet): OnnxModel {
  const graph = new GraphWriter('MTCNN P-Net');
  const net = { graph, weights };
  let x = graph.input('image', ['batch', 3, 'height', 'width']);
  x = convolved(net, x, 1, [3, 10, 3]);
  x = pooled(net, x, 2);
  x = convolved(net, x, 2, [3, 16, 10]);
  x = convolved(net, x, 3, [3, 32, 16]);
  const classes = conv2d(net, x, 'conv4_1', { kernel: 1, hasBias: true, channels: [2, 32] });
  softmax(net, classes);
  conv2d(net, x, 'conv4_2', { kernel: 1, hasBias: true, channels: [4, 32], output: 'regression' });
  graph.output('probability', ['batch', 2, 'rows', 'columns']);
  graph.output('regression', ['batch', 4, 'rows', 'columns']);
  return graph.model();
}

function buildRnet(weights: WeightSet): OnnxModel {
  const graph = new GraphWriter('MTCNN R-Net');
  const net = { graph, weights };
  let x = graph.input('image', ['batch', 3, 24, 24]);
  x = pooled(net, convolved(net, x, 1, [3, 28, 3]), 3);
  x = pooled(net, convolved(net, x, 2, [3, 48, 28]), 3);
  x = convolved(net, x, 3, [2, 64, 48]);
  x = dense(net, x, 4, [128, 576]);
  softmax(net, linear(net, x, 'dense5_1', { sizes: [2, 128] }));
  linear(net, x, 'dense5_2', { sizes: [4, 128], output: 'regression' });
  graph.output('probability', ['batch', 2]);
  graph.output('regression', ['batch', 4]);
  return graph.model();
}

function buildOnet(weights: WeightSet): OnnxModel {
  const graph = new GraphWriter('MTCNN O-Net');
  const net = { graph, weights };
  let x = graph.input('image', ['batch', 3, 48, 48]);
  x = pooled(net, convolved(net, x, 1, [3, 32, 3]), 3);
  x = pooled(net, convolved(net, x, 2, [3, 64, 32]), 3);
  x = pooled(net, convolved(net, x, 3, [3, 64, 64]), 2);
  x = convolved(net, x, 4, [2, 128, 64]);
  x = dense(net, x, 5, [256, 1152]);
  softmax(net, linear(net, x, 'dense6_1', { sizes: [2, 256] }));
  linear(net, x, 'dense6_2', { sizes: [4, 256], output: 'regression' });
  linear(net, x, 'dense6_3', { sizes: [10, 256], output: 'landmarks' });
  graph.output('probability', ['batch', 2]);
  graph.output('regression', ['batch', 4]);
  graph.output('landmarks', ['batch', 10]);
  return graph.model();
}

/** A convolution and its activation. @param shape kernel, channels after, channels before */
function convolved(net: Building, x: string, layer: number, shape: readonly number[]): string {
  const [kernel = 0, to = 0, from = 0] = shape;
  const y = conv2d(net, x, `conv${layer}`, { kernel, hasBias: true, channels: [to, from] });
  return activated(net, y, layer, [to, 1, 1]);
}

/** Windows may stick out at the end, as in Caffe, where the networks come from. */
function pooled(net: Building, x: string, kernel: number): string {
  return maxPool(net, x, { kernel, stride: 2, isCeil: true });
}

/** MATLAB, where the networks come from, flattens columns first. */
function dense(net: Building, x: string, layer: number, sizes: readonly [number, number]): string {
  const turned = net.graph.node('Transpose', [x], { perm: [0, 3, 2, 1] });
  const flat = net.graph.node('Flatten', [turned], { axis: 1 });
  return activated(net, linear(net, flat, `dense${layer}`, { sizes }), layer, [sizes[0]]);
}

/** @param dims of the slopes, one for each channel */
function activated({ graph, weights }: Building, x: string, layer: number, dims: readonly number[]): string {
  const name = `prelu${layer}.weight`;
  const { data } = weights.take(name, [dims[0] ?? 0]);
  return graph.node('PRelu', [x, graph.weight(name, dims, data)]);
}

function softmax({ graph }: Building, x: string): void {
  graph.node('Softmax', [x], { axis: 1 }, 'probability');
}
