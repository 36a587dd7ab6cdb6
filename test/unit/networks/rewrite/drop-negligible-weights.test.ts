import { expect, test } from 'vitest';
import { toTensor } from '../../../../src/images/to-tensor.ts';
import { facepluginFrFeature } from '../../../../src/networks/cards/faceplugin-fr-feature.ts';
import { floatInitializer, floatsOf, integerInitializer } from '../../../../src/networks/onnx/initializer.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../../../src/networks/onnx/model.ts';
import { dropNegligibleWeights } from '../../../../src/networks/rewrite/drop-negligible-weights.ts';
import { centreCrops } from '../../../support/centre-crops.ts';
import { outputsOf, realNetwork } from '../../../support/real-networks.ts';
import { hasShared } from '../../../support/shared-photos.ts';

function model(...initializers: OnnxModel['initializers']): OnnxModel {
  return {
    opset: 9,
    nodes: [],
    initializers,
    inputs: [],
    outputs: [],
    valueInfo: [],
    graphRest: [],
    modelRest: [],
  };
}

function valuesAfter(values: number[]): number[] {
  const weight = floatInitializer('w', [values.length], Float32Array.from(values));
  const [dropped] = dropNegligibleWeights(model(weight)).initializers;
  return [...(dropped === undefined ? [] : (floatsOf(dropped)?.values ?? []))];
}

test('a weight a millionth of a millionth of the largest becomes zero, one a millionth of it stays', () => {
  expect(valuesAfter([-4, 2 ** -39, -(2 ** -37), 1e-30, 0])).toEqual([-4, 0, -(2 ** -37), 0, 0]);
});

test('a tensor that is tiny throughout keeps what is large beside the rest of it', () => {
  expect(valuesAfter([2 ** -100, 2 ** -130])).toEqual([2 ** -100, 2 ** -130]);
});

test('a model whose weights all matter, and weights that are not floats, stay as they are', () => {
  const untouched = model(
    floatInitializer('w', [2], Float32Array.of(1, 0)),
    integerInitializer('shape', [1, 1_000_000]),
  );
  expect(dropNegligibleWeights(untouched)).toBe(untouched);
});

const network = realNetwork(facepluginFrFeature.weights.files[0].sha256 ?? '');
const isReady = network !== undefined && hasShared('data/lfw/images');

test.skipIf(!isReady)('faceplugin-fr-feature gives bit-equal embeddings of real crops', async () => {
  const original = network as Uint8Array;
  const model = decodeModel(original);
  const dropped = dropNegligibleWeights(model);
  expect(dropped).not.toBe(model);
  for (const crop of await centreCrops(12)) {
    const input = toTensor(crop, facepluginFrFeature.input);
    expect(await outputsOf(encodeModel(dropped), input)).toEqual(await outputsOf(original, input));
  }
});
