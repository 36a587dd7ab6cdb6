import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { facenet20180402 } from '../../src/networks/cards/facenet.ts';
import { importTensorflow } from '../../src/networks/import/tensorflow/import-tensorflow.ts';
import { encodeModel } from '../../src/networks/onnx/model.ts';
import { publishedWeights } from '../support/published-weights.ts';
import { outputsOf } from '../support/real-networks.ts';
import { hasShared, sharedPath } from '../support/shared-photos.ts';

interface Case {
  readonly file: string;
  readonly input: string;
  readonly output: string;
  readonly shape: number[];
  readonly seed: number;
  readonly dims: number[];
  readonly values: number[];
}

const { cases } = JSON.parse(readFileSync(new URL('tensorflow-graphs.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

const facenet = publishedWeights(facenet20180402)?.[0].bytes;

function bytesOf(file: string): Uint8Array | undefined {
  if (!file.startsWith('FSRCNN')) return facenet;
  const path = `models/fsrcnn/${file}`;
  return hasShared(path) ? readFileSync(sharedPath(path)) : undefined;
}

const atHand = cases.flatMap((one) => {
  const bytes = bytesOf(one.file);
  return bytes === undefined ? [] : [[one.file, one.seed, one, bytes] as const];
});

describe.skipIf(atHand.length === 0)('a TensorFlow graph that was imported', () => {
  test.each(atHand)(
    'gives the numbers of a walk in PyTorch to 1e-4 of the largest: %s, input %i',
    { timeout: 60_000 },
    async (_, seed, { file, input, output, shape, dims, values }, bytes) => {
      const model = importTensorflow([{ name: file, bytes }], { input, output });
      const length = shape.reduce((product, dim) => product * dim, 1);
      const data = Float32Array.from({ length }, (_unused, i) => Math.sin(i * (0.37 + seed * 0.013)));
      const result = (await outputsOf(encodeModel(model), { data, dims: shape }))[output];
      expect(result.dims).toEqual(dims);
      const largest = Math.max(...values.map(Math.abs));
      const error = Math.max(...values.map((value, i) => Math.abs(value - result.data[i])));
      expect(error / largest).toBeLessThan(1e-4);
    },
  );
});
