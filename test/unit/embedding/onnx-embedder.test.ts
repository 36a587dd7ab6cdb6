import { expect, test } from 'vitest';
import type { InferenceSession, Tensor } from '../../../src/core/tensor.ts';
import { OnnxEmbedder } from '../../../src/embedding/onnx-embedder.ts';
import { flipHorizontally } from '../../../src/images/flip.ts';
import type { EmbedderCard } from '../../../src/networks/card.ts';
import { row } from '../../../src/numerics/matrix.ts';
import { norm, normalised, sum } from '../../../src/numerics/vector.ts';
import { noiseImage } from '../../support/images.ts';
import { madeCard } from '../../support/made-card.ts';

const CARD = madeCard(new Uint8Array(1), [{ kind: 'file', path: 'net.onnx' }]);
const CROP = noiseImage(112, 112, 1);

/** A network that gives the red values of the top row's first two and last two pixels, and remembers what it was fed. */
function cornerNetwork(fed: number[][] = []): InferenceSession {
  return {
    inputNames: ['data'],
    outputNames: ['output'],
    run: async ({ data: input }): Promise<Record<string, Tensor>> => {
      fed.push([...input.dims]);
      const [first, second, third, fourth] = [0, 1, 110, 111].map((x) => input.data[x]);
      return { output: { data: Float32Array.of(first, second, third, fourth), dims: [1, 4] } };
    },
    release: async () => undefined,
  };
}

function answering(outputs: Record<string, Tensor>): InferenceSession {
  return { ...cornerNetwork(), run: async () => outputs };
}

test('the embedding is the sum of those of the crop and its mirror image, scaled to unit length', async () => {
  const [a, b, c, d] = [0, 1, 110, 111].map((x) => CROP.pixels[3 * x]);
  const sums = [a + d, b + c, c + b, d + a];
  const length = Math.hypot(...sums);
  const embedding = await new OnnxEmbedder(CARD, cornerNetwork()).embed(CROP);
  sums.forEach((sum, i) => {
    expect(embedding[i]).toBeCloseTo(sum / length, 6);
  });
});

test('a card without normalisation gives the mean of both', async () => {
  const [a, d] = [CROP.pixels[0], CROP.pixels[3 * 111]];
  const card: EmbedderCard = { ...CARD, normalisation: 'none' };
  const embedding = await new OnnxEmbedder(card, cornerNetwork()).embed(CROP);
  expect(embedding[0]).toBeCloseTo((a + d) / 2, 4);
});

test('a crop and its mirror image have the same embedding', async () => {
  const embedder = new OnnxEmbedder(CARD, cornerNetwork());
  const plain = await embedder.embed(CROP);
  const mirrored = await embedder.embed(flipHorizontally(CROP));
  expect([...mirrored]).toEqual([...plain]);
});

test('the network is fed one crop at a time', async () => {
  const fed: number[][] = [];
  await new OnnxEmbedder(CARD, cornerNetwork(fed)).embed(CROP);
  expect(fed).toEqual([
    [1, 3, 112, 112],
    [1, 3, 112, 112],
  ]);
});

test('an embedding that was handed out does not change with the next crop', async () => {
  const embedder = new OnnxEmbedder(CARD, cornerNetwork());
  const first = await embedder.embed(CROP);
  const copy = [...first];
  await embedder.embed(noiseImage(112, 112, 2));
  expect([...first]).toEqual(copy);
});

test('a crop of another size is DIMENSION_MISMATCH', async () => {
  const embedder = new OnnxEmbedder(CARD, cornerNetwork());
  await expect(embedder.embed(noiseImage(112, 111, 1))).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
});

test('an output that is not finite is NETWORK_UNRUNNABLE', async () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const output = { data: Float32Array.of(1, 2, bad, 4), dims: [1, 4] };
    await expect(new OnnxEmbedder(CARD, answering({ output })).embed(CROP)).rejects.toMatchObject({
      code: 'NETWORK_UNRUNNABLE',
    });
  }
});

test('an output of another length, or of another name, is NETWORK_UNRUNNABLE', async () => {
  const short = { data: Float32Array.of(1, 2, 3), dims: [1, 3] };
  const whole = { data: Float32Array.of(1, 2, 3, 4), dims: [1, 4] };
  for (const outputs of [{ output: short }, { embedding: whole }]) {
    await expect(
      new OnnxEmbedder(CARD, answering(outputs as Record<string, Tensor>)).embed(CROP),
    ).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
  }
});

test('crops embedded each have a row of a single pass, of unit length', async () => {
  const crops = [CROP, noiseImage(112, 112, 2)];
  const fed: number[][] = [];
  const embedded = await new OnnxEmbedder(CARD, cornerNetwork(fed)).embedEach(crops);
  expect(fed).toHaveLength(2);
  crops.forEach(({ pixels }, n) => {
    const corners = Float32Array.from([0, 1, 110, 111], (x) => pixels[3 * x] as number);
    expect([...row(embedded, n)]).toEqual([...normalised(corners)]);
  });
});

test('without normalisation the passes of a crop and its mirror image have the embedding as their mean', async () => {
  const embedder = new OnnxEmbedder({ ...CARD, normalisation: 'none' }, cornerNetwork());
  const { data } = await embedder.embedEach([CROP, flipHorizontally(CROP)]);
  const mean = Array.from({ length: 4 }, (_, i) => ((data[i] ?? 0) + (data[4 + i] ?? 0)) / 2);
  expect([...(await embedder.embed(CROP))]).toEqual(mean);
});

test('with passes of one length, those of a crop and its mirror image add up to the direction of the embedding', async () => {
  // The corners of a mirrored crop are the same four numbers: both passes have one length.
  const embedder = new OnnxEmbedder(CARD, cornerNetwork());
  const passes = await embedder.embedEach([CROP, flipHorizontally(CROP)]);
  const added = normalised(sum([row(passes, 0), row(passes, 1)]));
  const embedding = await embedder.embed(CROP);
  added.forEach((value, i) => {
    expect(value).toBeCloseTo(embedding[i], 6);
  });
  expect(norm(added)).toBeCloseTo(1, 6);
});

test('no crops have no embeddings', async () => {
  expect(await new OnnxEmbedder(CARD, cornerNetwork()).embedEach([])).toMatchObject({ rows: 0, cols: 4 });
});

test('one crop of another size among several is DIMENSION_MISMATCH', async () => {
  const crops = [CROP, noiseImage(112, 111, 1)];
  await expect(new OnnxEmbedder(CARD, cornerNetwork()).embedEach(crops)).rejects.toMatchObject({
    code: 'DIMENSION_MISMATCH',
  });
});
