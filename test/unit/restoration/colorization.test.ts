import { expect, test } from 'vitest';
import type { InferenceSession, Tensor } from '../../../src/core/tensor.ts';
import { lightnessOf } from '../../../src/images/lab.ts';
import { colorizationEccv16 } from '../../../src/networks/cards/colorization-eccv16.ts';
import { rgbToLab } from '../../../src/numerics/colour.ts';
import { createRestorer } from '../../../src/restoration/create-restorer.ts';
import { greyImage, noiseImage } from '../../support/images.ts';

const SIDE_PX = colorizationEccv16.input.widthPx;

/** Gives the same a and b everywhere, and remembers what it was fed. */
function network(a: number, b: number, fed: Tensor[] = []): InferenceSession {
  return {
    inputNames: ['lightness'],
    outputNames: ['ab'],
    run: async ({ lightness }): Promise<Record<string, Tensor>> => {
      fed.push(lightness);
      const data = new Float32Array(2 * SIDE_PX * SIDE_PX).fill(a, 0, SIDE_PX * SIDE_PX);
      return { ab: { data: data.fill(b, SIDE_PX * SIDE_PX), dims: [1, 2, SIDE_PX, SIDE_PX] } };
    },
    release: async () => undefined,
  };
}

test('the network is fed (L - 50) / 100 at its own size', async () => {
  const fed: Tensor[] = [];
  await createRestorer(colorizationEccv16, [network(0, 0, fed)]).restore(greyImage([[255, 255]]));
  expect(fed[0].dims).toEqual([1, 1, SIDE_PX, SIDE_PX]);
  expect(fed[0].data.every((value) => Math.abs(value - 0.5) < 1e-5)).toBe(true);
});

test('a grey crop keeps its lightness and takes the colours of the network', async () => {
  const crop = greyImage([
    [90, 120],
    [150, 180],
  ]);
  const restored = await createRestorer(colorizationEccv16, [network(20, 10)]).restore(crop);
  for (let place = 0; place < 4; place++) {
    const [red, green, blue] = restored.pixels.subarray(3 * place);
    const [lightness, a, b] = rgbToLab(red, green, blue);
    expect(Math.abs(lightness - lightnessOf(crop)[place])).toBeLessThan(0.5);
    expect(Math.abs(a - 20)).toBeLessThan(1);
    expect(Math.abs(b - 10)).toBeLessThan(1);
  }
});

test('a crop in colour comes back as it is, and the network is not asked', async () => {
  const fed: Tensor[] = [];
  const crop = noiseImage(8, 8, 1);
  expect(await createRestorer(colorizationEccv16, [network(20, 10, fed)]).restore(crop)).toBe(crop);
  expect(fed).toEqual([]);
});

test('the trace of colour that JPEG leaves is no colour', async () => {
  const crop = { widthPx: 1, heightPx: 1, pixels: Uint8Array.of(100, 101, 103) };
  expect(await createRestorer(colorizationEccv16, [network(20, 10)]).restore(crop)).not.toBe(crop);
});
