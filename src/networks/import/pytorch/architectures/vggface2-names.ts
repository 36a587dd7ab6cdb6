import type { WeightSet } from '../../weight-set.ts';

/** Layers of a bottleneck in `cydonia999/VGGFace2-pytorch`, and what they were called in Caffe. */
const BOTTLENECK_LAYERS: Readonly<Record<string, string>> = {
  conv1: '1x1_reduce',
  bn1: '1x1_reduce_bn',
  conv2: '3x3',
  bn2: '3x3_bn',
  conv3: '1x1_increase',
  bn3: '1x1_increase_bn',
  conv4: '1x1_down',
  conv5: '1x1_up',
  'downsample.0': '1x1_proj',
  'downsample.1': '1x1_proj_bn',
};

const OTHER_LAYERS: Readonly<Record<string, string>> = {
  conv1: 'conv1_7x7_s2',
  bn1: 'conv1_7x7_s2_bn',
  fc: 'classifier',
};

/**
 * The weights of a VGGFace2 network by the names they had in Caffe, as the authors' own files have them; files with the
 * names of `cydonia999/VGGFace2-pytorch` are translated.
 */
export function withCaffeNames(weights: WeightSet): WeightSet {
  return weights.renamed((name) => {
    const [, layer = '', part = ''] = /^(.+)\.(\w+)$/.exec(name) ?? [];
    return `${caffeLayer(layer) ?? layer}.${part}`;
  });
}

function caffeLayer(layer: string): string | undefined {
  const [, stage, block, within = ''] = /^layer(\d)\.(\d)\.(.+)$/.exec(layer) ?? [];
  if (stage === undefined) return OTHER_LAYERS[layer];
  const part = BOTTLENECK_LAYERS[within];
  return part && `conv${Number(stage) + 1}_${Number(block) + 1}_${part}`;
}
