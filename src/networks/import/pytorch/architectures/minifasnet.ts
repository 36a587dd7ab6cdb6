import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import { batchNorm, linear } from '../../layers.ts';
import type { WeightSet } from '../../weight-set.ts';
import { convBlock, linearBlock, mobileFaceTrunk, type TrunkOptions } from './mobile-blocks.ts';

const SIDE_PX = 80;

/** MiniFASNetV2, see {@link buildMinifasnetV1se}; no bottleneck weighs its channels. */
export function buildMinifasnetV2(sets: readonly WeightSet[]): OnnxModel[] {
  return buildMinifasnet('minifasnet-v2', sets, {});
}

/**
 * MiniFASNetV1SE of `minivision-ai/Silent-Face-Anti-Spoofing`, a pruned MobileFaceNet: `input` [batch, 3, 80, 80] to
 * `scores`, one for each kind of photo, of which the second is a live face; softmax makes them probabilities.
 */
export function buildMinifasnetV1se(sets: readonly WeightSet[]): OnnxModel[] {
  return buildMinifasnet('minifasnet-v1se', sets, { hasSqueeze: true });
}

function buildMinifasnet(name: string, [weights]: readonly WeightSet[], trunk: TrunkOptions): OnnxModel[] {
  if (weights === undefined) throw new RangeError('MiniFASNet is built from one set of weights.');
  const graph = new GraphWriter(name);
  const building = { graph, weights };
  const input = { value: graph.input('input', ['batch', 3, SIDE_PX, SIDE_PX]), channels: 3 };
  const body = mobileFaceTrunk(building, input, trunk);
  const separate = convBlock(building, body, 'conv_6_sep', { kernel: 1 });
  const global = { kernel: SIDE_PX / 16, isDepthwise: true };
  const pooled = linearBlock(building, separate, 'conv_6_dw', global);
  const flat = graph.node('Flatten', [pooled.value], { axis: 1 });
  const [width = 0] = weights.dimsOf('linear.weight');
  const narrow = linear(building, flat, 'linear', { hasBias: false, sizes: [width, pooled.channels] });
  const normed = batchNorm(building, narrow, 'bn', { channels: width });
  const [classCount = 0] = weights.dimsOf('prob.weight');
  linear(building, normed, 'prob', { hasBias: false, sizes: [classCount, width], output: 'scores' });
  graph.output('scores', ['batch', classCount]);
  return [graph.model()];
}
