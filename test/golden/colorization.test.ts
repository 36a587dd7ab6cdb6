import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildEccv16 } from '../../src/networks/import/pytorch/architectures/eccv16.ts';
import { encodeModel } from '../../src/networks/onnx/model.ts';
import { madeColorizer, madeWeights, NARROW, type Shapes } from '../support/made-colorizer.ts';
import { outputsOf } from '../support/real-networks.ts';

interface Golden {
  readonly sidePx: number;
  readonly shapes: Shapes;
  readonly ab: readonly number[];
}

const golden = JSON.parse(readFileSync(new URL('colorization.json', import.meta.url), 'utf8')) as Golden;

test('the colorization network gives the numbers of PyTorch to 1e-4 of the largest', async () => {
  const { sidePx } = golden;
  // Lightness 50 + 50 sin, brought to (L - 50) / 100 as the card says.
  const data = Float32Array.from({ length: sidePx * sidePx }, (_, i) => Math.sin(0.37 * i) / 2);
  const network = encodeModel(madeColorizer(golden.shapes));
  const { ab } = await outputsOf(network, { data, dims: [1, 1, sidePx, sidePx] });
  expect(ab.dims).toEqual([1, 2, sidePx, sidePx]);
  const largest = Math.max(...golden.ab.map(Math.abs));
  const difference = Math.max(...golden.ab.map((value, i) => Math.abs(value - ab.data[i])));
  expect(difference / largest).toBeLessThanOrEqual(1e-4);
  expect(cosine(golden.ab, ab.data)).toBeGreaterThanOrEqual(0.99999);
});

test('a network of other widths is not the released one', () => {
  expect(() => buildEccv16([madeWeights(golden.shapes)])).toThrow(/model1.0.weight of shape/);
});

test.each([
  ['misshapen', { 'model_out.weight': [2, 13, 3, 3] }, /model_out.weight of shape/],
  ['left over', { 'classifier.weight': [1] }, /classifier.weight/],
])('a weight that is %s is of another architecture', (_, change: Shapes, says) => {
  expect(() => madeColorizer({ ...golden.shapes, ...change })).toThrow(says);
});

test('a weight that is missing is of another architecture', () => {
  const { 'model5.2.bias': _, ...shapes } = golden.shapes;
  expect(() => buildEccv16([madeWeights(shapes)], NARROW)).toThrow(/no weight model5.2.bias/);
});

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
    Array.from(x).reduce((sum, value, i) => sum + value * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
