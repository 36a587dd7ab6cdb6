import { expect, test } from 'vitest';
import { toTensor } from '../../../../src/images/to-tensor.ts';
import { facepluginFrFeature } from '../../../../src/networks/cards/faceplugin-fr-feature.ts';
import { floatInitializer } from '../../../../src/networks/onnx/initializer.ts';
import {
  decodeModel,
  encodeModel,
  type OnnxModel,
  type OnnxNode,
} from '../../../../src/networks/onnx/model.ts';
import { splitPRelu } from '../../../../src/networks/rewrite/split-prelu.ts';
import { centreCrops } from '../../../support/centre-crops.ts';
import { outputsOf, realNetwork } from '../../../support/real-networks.ts';
import { hasShared } from '../../../support/shared-photos.ts';

function node(operator: string, inputs: string[], outputs: string[], domain = ''): OnnxNode {
  return { operator, domain, inputs, outputs, name: '', rest: [] };
}

function model(changes: Partial<OnnxModel> = {}): OnnxModel {
  return {
    opset: 9,
    nodes: [
      node('Conv', ['x', 'w'], ['a']),
      node('PRelu', ['a', 'slope'], ['b']),
      node('Relu', ['b'], ['y']),
    ],
    initializers: [floatInitializer('slope', [1], Float32Array.of(0.25))],
    inputs: [],
    outputs: [],
    valueInfo: [],
    graphRest: [],
    modelRest: [],
    ...changes,
  };
}

test('PRelu becomes Relu(x) + slope * Min(x, 0) under the same output name', () => {
  const { nodes } = splitPRelu(model());
  expect(nodes.map(({ operator }) => operator)).toEqual(['Conv', 'Relu', 'Min', 'Mul', 'Add', 'Relu']);
  expect(nodes[4]?.outputs).toEqual(['b']);
});

test('the nodes stand in an order in which each value is made before it is used', () => {
  const made = new Set(['x', 'w', 'slope', 'quen_zero']);
  for (const { inputs, outputs } of splitPRelu(model()).nodes) {
    expect(inputs.filter((name) => !made.has(name))).toEqual([]);
    for (const name of outputs) made.add(name);
  }
});

test.each([
  ['operators in which Min does not broadcast', { opset: 7 }],
  ['a PRelu of another domain', { nodes: [node('PRelu', ['a', 'slope'], ['b'], 'com.example')] }],
  ['a slope that is no float32 weight', { initializers: [] }],
])('%s: the model stays as it is', (_, changes) => {
  const unchanged = model(changes);
  expect(splitPRelu(unchanged)).toBe(unchanged);
});

const network = realNetwork(facepluginFrFeature.weights.files[0].sha256 ?? '');
const isReady = network !== undefined && hasShared('data/lfw/images');

test.skipIf(!isReady)('faceplugin-fr-feature gives bit-equal embeddings of real crops', async () => {
  const original = network as Uint8Array;
  const split = encodeModel(splitPRelu(decodeModel(original)));
  expect(decodeModel(split).nodes.some(({ operator }) => operator === 'PRelu')).toBe(false);
  for (const crop of await centreCrops(12)) {
    const input = toTensor(crop, facepluginFrFeature.input);
    expect(await outputsOf(split, input)).toEqual(await outputsOf(original, input));
  }
});
