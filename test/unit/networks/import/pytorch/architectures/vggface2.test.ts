import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isQuenError } from '../../../../../../src/core/errors.ts';
import {
  buildVggface2Resnet50,
  buildVggface2Senet50,
} from '../../../../../../src/networks/import/pytorch/architectures/vggface2.ts';
import { encodeModel } from '../../../../../../src/networks/onnx/model.ts';
import { formulaWeights } from '../../../../../support/formula-weights.ts';

type Shapes = Record<string, number[]>;

const golden = JSON.parse(
  readFileSync(new URL('../../../../../golden/pytorch-architectures.json', import.meta.url), 'utf8'),
) as { readonly vggface2: Record<string, { readonly shapes: Shapes }> };
const shapesOf = (variant: string): Shapes => ({ ...golden.vggface2[variant].shapes });

/** Names of layers in Caffe by those of cydonia999/VGGFace2-pytorch, for one bottleneck. */
const PARTS: Record<string, string> = {
  '1x1_reduce': 'conv1',
  '1x1_reduce_bn': 'bn1',
  '3x3': 'conv2',
  '3x3_bn': 'bn2',
  '1x1_increase': 'conv3',
  '1x1_increase_bn': 'bn3',
  '1x1_down': 'conv4',
  '1x1_up': 'conv5',
  '1x1_proj': 'downsample.0',
  '1x1_proj_bn': 'downsample.1',
};

function cydoniaName(name: string): string {
  const [, stage, block, layer, part] = /^conv(\d)_(\d)_(\w+)\.(\w+)$/.exec(name) ?? [];
  if (layer in PARTS) return `layer${Number(stage) - 1}.${Number(block) - 1}.${PARTS[layer]}.${part}`;
  return name.replace('conv1_7x7_s2_bn', 'bn1').replace('conv1_7x7_s2', 'conv1').replace('classifier', 'fc');
}

test('the names of cydonia999/VGGFace2-pytorch give the same graph as those of Caffe', () => {
  const shapes = shapesOf('senet50_ft');
  const own = formulaWeights(shapes);
  const translated = formulaWeights(shapes).renamed(cydoniaName);
  expect(translated.has('layer3.5.conv5.bias')).toBe(true);
  const [first, second] = [own, translated].map((weights) => encodeModel(buildVggface2Senet50([weights])[0]));
  expect(second).toEqual(first);
});

test.each([
  ['lacks a weight', { 'conv4_6_3x3.weight': undefined }, /has no weight conv4_6_3x3\.weight/],
  ['has one too many', { 'conv6_1_3x3.weight': [1] }, /that the architecture does not: conv6_1_3x3\.weight/],
  ['has a filter of another size', { 'conv3_1_3x3.weight': [16, 16, 1, 1] }, /\[16, 16, 1, 1\], not/],
  ['has a BatchNorm of other channels', { 'conv3_1_3x3_bn.bias': [15] }, /of shape \[15\], not \[16\]/],
  ['has a last layer of other channels', { 'feat_extract.weight': [16, 9, 1, 1] }, /\[16, 256, 1, 1\]/],
])('a file that %s is refused as of another architecture', (_, change, message) => {
  const shapes = { ...shapesOf('resnet50_128'), ...change };
  const kept = Object.entries(shapes).filter((entry): entry is [string, number[]] => entry[1] !== undefined);
  const fault = faultOf(() => buildVggface2Resnet50([formulaWeights(Object.fromEntries(kept))]));
  expect(isQuenError(fault, 'NETWORK_ARCHITECTURE_MISMATCH'), String(fault)).toBe(true);
  expect(String(fault)).toMatch(message);
});

test('a network with squeezes is not taken for one without', () => {
  const fault = faultOf(() => buildVggface2Resnet50([formulaWeights(shapesOf('senet50_ft'))]));
  expect(String(fault)).toMatch(/conv2_1_1x1_down/);
});

function faultOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (fault) {
    return fault;
  }
}
