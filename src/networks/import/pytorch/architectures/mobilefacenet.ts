import { GraphWriter } from '../../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../../onnx/model.ts';
import type { WeightSet } from '../../weight-set.ts';
import { activateByPrelu, convolveNormed } from './feature-map.ts';
import { mobileFaceTrunk } from './mobile-blocks.ts';

const SIDE_PX = 112;

/**
 * MobileFaceNet (Chen et al. 2018) as `bubbliiiing/arcface-pytorch` saves it: `input` [batch, 3, 112, 112] to
 * `embedding`, not of unit length. The weights of the ArcFace loss are dropped, as they only serve training.
 */
export function buildMobilefacenet([file]: readonly WeightSet[]): OnnxModel[] {
  if (file === undefined) throw new RangeError('MobileFaceNet is built from one set of weights.');
  file.drop('head.weight');
  const weights = file.below('arcface.');
  const graph = new GraphWriter('mobilefacenet');
  const building = { graph, weights };
  const input = { value: graph.input('input', ['batch', 3, SIDE_PX, SIDE_PX]), channels: 3 };
  const body = mobileFaceTrunk(building, input);
  const separate = convolveNormed(building, body, { conv: 'sep', norm: 'sep_bn' }, { kernel: 1 });
  const active = activateByPrelu(building, separate, 'prelu');
  const global = { kernel: SIDE_PX / 16, isDepthwise: true };
  const pooled = convolveNormed(building, active, { conv: 'GDC_dw', norm: 'GDC_bn' }, global);
  const last = convolveNormed(building, pooled, { conv: 'features', norm: 'last_bn' }, { kernel: 1 });
  graph.node('Flatten', [last.value], { axis: 1 }, 'embedding');
  graph.output('embedding', ['batch', last.channels]);
  weights.assertAllTaken();
  return [graph.model()];
}
