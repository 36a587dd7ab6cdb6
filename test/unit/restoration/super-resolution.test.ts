import { expect, test } from 'vitest';
import type { InferenceSession, Tensor } from '../../../src/core/tensor.ts';
import { lumaOf } from '../../../src/images/luma.ts';
import { resizeImage } from '../../../src/images/resize.ts';
import { fsrcnnX2 } from '../../../src/networks/cards/fsrcnn.ts';
import { createRestorer } from '../../../src/restoration/create-restorer.ts';
import { noiseImage } from '../../support/images.ts';

const CROP = noiseImage(6, 4, 11);
const OUTPUT = fsrcnnX2.output.name;

/** Enlarges twofold by `value` of the place, and remembers what it was fed. */
function network(value: (place: number) => number, fed: Tensor[] = []): InferenceSession {
  return {
    inputNames: ['luma'],
    outputNames: [OUTPUT],
    run: async ({ luma }): Promise<Record<string, Tensor>> => {
      fed.push(luma);
      const data = Float32Array.from({ length: 4 * luma.data.length }, (_, place) => value(place));
      return { [OUTPUT]: { data, dims: [1, 1, 8, 12] } };
    },
    release: async () => undefined,
  };
}

test('the network is fed the luma in 0..1, and nothing else', async () => {
  const fed: Tensor[] = [];
  await createRestorer(fsrcnnX2, [network(() => 0.5, fed)]).restore(CROP);
  expect(fed).toHaveLength(1);
  expect(fed[0].dims).toEqual([1, 1, 4, 6]);
  fed[0].data.forEach((value, i) => {
    expect(value).toBeCloseTo(lumaOf(CROP)[i] / 255, 6);
  });
});

test('a network that enlarges bilinearly gives the crop enlarged bilinearly', async () => {
  const enlarged = resizeImage(CROP, 12, 8);
  const bilinear = lumaOf(enlarged).map((value) => value / 255);
  const restored = await createRestorer(fsrcnnX2, [network((place) => bilinear[place])]).restore(CROP);
  expect(restored).toEqual(enlarged);
});

test('the result has the luma of the network, where no channel runs out of range', async () => {
  const dull = { ...CROP, pixels: CROP.pixels.map((value) => 110 + value / 10) };
  const wanted = (place: number): number => (120 + (place % 7)) / 255;
  const restored = await createRestorer(fsrcnnX2, [network(wanted)]).restore(dull);
  lumaOf(restored).forEach((value, place) => {
    expect(Math.abs(value - 255 * wanted(place))).toBeLessThan(1);
  });
});

test('numbers that are not finite, and a network that does not enlarge, are refused', async () => {
  const broken = createRestorer(fsrcnnX2, [network(() => Number.NaN)]);
  await expect(broken.restore(CROP)).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
  const still: InferenceSession = { ...network(() => 0), run: async ({ luma }) => ({ [OUTPUT]: luma }) };
  await expect(createRestorer(fsrcnnX2, [still]).restore(CROP)).rejects.toThrow(/24 numbers where 96/);
});

test('a restorer without a graph is refused', () => {
  expect(() => createRestorer(fsrcnnX2, [])).toThrow(/fsrcnn-x2 has no graph/);
});
