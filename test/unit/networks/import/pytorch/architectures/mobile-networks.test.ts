import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PYTORCH_BUILDERS } from '../../../../../../src/networks/import/pytorch/architectures.ts';
import { readStateDict } from '../../../../../../src/networks/import/pytorch/state-dict.ts';
import { WeightSet } from '../../../../../../src/networks/import/weight-set.ts';
import { hasShared, sharedPath } from '../../../../../support/shared-photos.ts';

const MOBILEFACENET = 'models/mobilefacenet-bubbliiiing/arcface_mobilefacenet.pth';
const MINIFASNET_V1SE = 'models/minifasnet/4_0_0_80x80_MiniFASNetV1SE.pth';
const weightsOf = (path: string): WeightSet =>
  readStateDict({ name: path, bytes: new Uint8Array(readFileSync(sharedPath(path))) });

/** A set with one more weight. */
function withWeight(weights: WeightSet, name: string): WeightSet {
  const all = weights.names.map((own) => [own, weights.take(own)] as const);
  return new WeightSet(new Map([...all, [name, { dims: [1, 1], data: new Float32Array(1) }]]), 'made');
}

test.skipIf(!hasShared(MOBILEFACENET))('the weights of the ArcFace loss are left out, others are not', () => {
  const withHead = withWeight(weightsOf(MOBILEFACENET), 'head.weight');
  expect(PYTORCH_BUILDERS.mobilefacenet([withHead])).toHaveLength(1);
  withHead.assertAllTaken();
  const withOther = withWeight(weightsOf(MOBILEFACENET), 'arcface.other.weight');
  expect(() => PYTORCH_BUILDERS.mobilefacenet([withOther])).toThrow(/does not: other\.weight/);
});

test.skipIf(!hasShared(MINIFASNET_V1SE))('MiniFASNetV1SE is not taken for MiniFASNetV2', () => {
  const weights = weightsOf(MINIFASNET_V1SE);
  PYTORCH_BUILDERS['minifasnet-v2']([weights]);
  expect(() => weights.assertAllTaken()).toThrow(/se_module/);
});
