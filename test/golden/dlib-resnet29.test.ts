import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dlibResnetV1 } from '../../src/networks/cards/dlib-resnet-v1.ts';
import { importDlib } from '../../src/networks/import/dlib/import-dlib.ts';
import { encodeModel } from '../../src/networks/onnx/model.ts';
import { publishedWeights } from '../support/published-weights.ts';
import { outputsOf } from '../support/real-networks.ts';

const { descriptors } = JSON.parse(readFileSync(new URL('dlib-resnet29.json', import.meta.url), 'utf8')) as {
  descriptors: number[][];
};
const files = publishedWeights(dlibResnetV1);
const LENGTH = 3 * 150 * 150;

describe.skipIf(files === undefined)("dlib's face network that was imported", () => {
  test('gives the descriptors of a run in PyTorch to 1e-5 of the largest number', async () => {
    const network = encodeModel(importDlib(files ?? [], 'dlib-resnet29'));
    const data = Float32Array.from({ length: 2 * LENGTH }, (_, i) =>
      Math.fround(Math.sin((i % LENGTH) * (0.37 + Math.floor(i / LENGTH) * 0.013)) / 2),
    );
    const { descriptor } = await outputsOf(network, { data, dims: [2, 3, 150, 150] });
    expect(descriptor.dims).toEqual([2, 128]);
    const expected = descriptors.flat();
    const largest = Math.max(...expected.map(Math.abs));
    const error = Math.max(...expected.map((value, i) => Math.abs(value - descriptor.data[i])));
    expect(error / largest).toBeLessThan(1e-5);
  });
});
