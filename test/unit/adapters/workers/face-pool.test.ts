import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FacePool } from '../../../../src/adapters/workers/face-pool.ts';
import type { RgbImage } from '../../../../src/core/image.ts';
import type { ViewRequest } from '../../../../src/core/ports.ts';
import { cascadeOptionsSchema } from '../../../../src/detection/cascade.ts';
import { methodViews } from '../../../../src/images/augmentation/method-views.ts';
import { row } from '../../../../src/numerics/matrix.ts';
import { noiseImage } from '../../../support/images.ts';
import { madeCard } from '../../../support/made-card.ts';
import { meanNetwork } from '../../../support/mean-network.ts';

const PASSES = [{ network: 0, firstPass: 0 }];
let pool: FacePool;

beforeAll(async () => {
  pool = await startPool();
}, 60_000);

afterAll(() => pool.close());

async function startPool(): Promise<FacePool> {
  return await FacePool.start(
    new URL('../../../support/typescript-worker.mjs', import.meta.url),
    { embedders: [meansOfChannels()], cascade: cascadeOptionsSchema.parse({}) },
    1,
  );
}

/** A network as workers get it: it gives the mean of each colour plane. */
function meansOfChannels(): { card: ReturnType<typeof madeCard>; graphs: SharedArrayBuffer[] } {
  const bytes = meanNetwork();
  const graph = new SharedArrayBuffer(bytes.length);
  new Uint8Array(graph).set(bytes);
  const card = { ...madeCard(bytes, []), output: { name: 'means', dimension: 3 } };
  return { card: { ...card, normalisation: 'none' }, graphs: [graph] };
}

function viewsOf(image: RgbImage, viewCount = 5): ViewRequest {
  return { image, networks: PASSES, viewCount, seed: 11 };
}

function means({ pixels }: RgbImage): number[] {
  const sums = [0, 0, 0];
  pixels.forEach((value, place) => {
    sums[place % 3] += value;
  });
  return sums.map((sum) => sum / (pixels.length / 3));
}

describe('FacePool', () => {
  it('embeds in its workers the views that are made of the same crop here', async () => {
    const image = noiseImage(112, 112, 1);
    const expected = [image, image, ...methodViews(image, 5, 11)].map(means);
    const [passes] = await pool.embedViews(viewsOf(noiseImage(112, 112, 1)));
    expect(passes?.rows).toBe(7);
    expected.forEach((values, pass) => {
      values.forEach((value, channel) => {
        expect(row(passes, pass)[channel]).toBeCloseTo(value, 2);
      });
    });
  });

  it('works on photos and on views at once, each answer to its own request', async () => {
    const images = [1, 2, 3, 4].map((seed) => noiseImage(112, 112, seed));
    const expected = images.map((image) => means(image)[0]);
    const [first, second, third, fourth] = await Promise.all([
      pool.extract({ image: images[0], networks: [0] }),
      pool.embedViews(viewsOf(images[1], 0)),
      pool.extract({ image: images[2], networks: [0] }),
      pool.embedViews(viewsOf(images[3], 0)),
    ]);
    const given = [
      first.embeddings[0][0][0],
      second[0].data[0],
      third.embeddings[0][0][0],
      fourth[0].data[0],
    ];
    given.forEach((value, place) => {
      expect(value).toBeCloseTo(expected[place] as number, 2);
    });
  });

  it('refuses an image whose pixels it has already, waiting or done, and goes on with others', async () => {
    const image = noiseImage(112, 112, 5);
    const [first, second, third] = await Promise.allSettled([
      pool.extract({ image, networks: [0] }),
      pool.extract({ image, networks: [0] }),
      pool.embedViews(viewsOf(image)),
    ]);
    expect(first.status).toBe('fulfilled');
    expect([second, third]).toEqual([
      { status: 'rejected', reason: expect.any(TypeError) },
      { status: 'rejected', reason: expect.any(TypeError) },
    ]);
    await expect(pool.extract({ image, networks: [0] })).rejects.toThrow('Hand in a copy');
    const after = await pool.extract({ image: noiseImage(112, 112, 6), networks: [0] });
    expect(after.embeddings).toHaveLength(1);
  });

  it('gives the fault of views that cannot be embedded', async () => {
    const request = { ...viewsOf(noiseImage(112, 112, 1)), networks: [{ network: 7, firstPass: 0 }] };
    await expect(pool.embedViews(request)).rejects.toMatchObject({ code: 'WORKER_CRASHED' });
  });

  it('refuses what it holds when it is closed', async () => {
    const other = await startPool();
    const many = other.embedViews(viewsOf(noiseImage(112, 112, 1), 400));
    const refused = expect(many).rejects.toMatchObject({ code: 'ABORTED' });
    await other.close();
    await refused;
  });
});
