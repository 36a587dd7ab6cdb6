import { describe, expect, it } from 'vitest';
import type { ViewRequest } from '../../../src/core/ports.ts';
import { methodViews } from '../../../src/images/augmentation/method-views.ts';
import { flipHorizontally } from '../../../src/images/flip.ts';
import { row } from '../../../src/numerics/matrix.ts';
import { embedViews } from '../../../src/pipeline/embed-views.ts';
import { extractFaces } from '../../../src/pipeline/extract-faces.ts';
import type { Restorer } from '../../../src/restoration/restorer.ts';
import { noiseImage } from '../../support/images.ts';
import { probingEmbedder } from '../../support/probing-embedder.ts';

const IMAGE = noiseImage(112, 112, 1);
const PHOTO = noiseImage(200, 180, 2);
const LANDMARKS = Float32Array.of(70, 60, 110, 62, 91, 85, 74, 106, 108, 107);
const PLACES = [0, 100, 335, 20_000];

function request(change: Partial<ViewRequest> = {}): ViewRequest {
  return { image: IMAGE, networks: [{ network: 0, firstPass: 0 }], viewCount: 40, seed: 7, ...change };
}

describe('embedViews', () => {
  it('gives the crop, its mirror image and its views, one pass each', async () => {
    const [passes] = await embedViews(request(), [probingEmbedder(PLACES)]);
    const images = [IMAGE, flipHorizontally(IMAGE), ...methodViews(IMAGE, 40, 7)];
    expect(passes?.rows).toBe(42);
    images.forEach(({ pixels }, pass) => {
      expect([...row(passes, pass)]).toEqual(PLACES.map((place) => pixels[place]));
    });
  });

  it('does not embed a view that changes nothing again', async () => {
    const embedder = probingEmbedder(PLACES);
    await embedViews(request(), [embedder]);
    expect(embedder.given.count).toBeGreaterThan(20);
    expect(embedder.given.count).toBeLessThan(42);
  });

  it('gives the passes from the first wanted one on, as they are among all', async () => {
    const [whole] = await embedViews(request(), [probingEmbedder(PLACES)]);
    const networks = [{ network: 0, firstPass: 10 }];
    const [rest] = await embedViews(request({ networks }), [probingEmbedder(PLACES)]);
    expect(rest?.rows).toBe(32);
    expect(rest?.data).toEqual(whole?.data.slice(10 * PLACES.length));
  });

  it('gives only the networks that were asked for, in the order asked for', async () => {
    const embedders = [[0], [1, 2], [3, 4, 5]].map((places) => probingEmbedder(places));
    const networks = [2, 1].map((network) => ({ network, firstPass: 0 }));
    const given = await embedViews(request({ networks }), embedders);
    expect(given.map(({ cols }) => cols)).toEqual([3, 2]);
    expect(embedders[0]?.given.count).toBe(0);
  });

  it('gives for the mirrored photo what it gives for the mirror image of the photo', async () => {
    const [passes] = await embedViews(request(), [probingEmbedder(PLACES)]);
    const mirrored = request({ image: flipHorizontally(IMAGE) });
    const [ofMirrored] = await embedViews(mirrored, [probingEmbedder(PLACES)]);
    expect(row(ofMirrored, 0)).toEqual(row(passes, 1));
    expect(row(ofMirrored, 1)).toEqual(row(passes, 0));
  });

  it('works on the very crop that is embedded without views', async () => {
    const embedder = probingEmbedder(PLACES);
    const [passes] = await embedViews(request({ image: PHOTO, landmarks: LANDMARKS }), [embedder]);
    const box = { xPx: 50, yPx: 30, widthPx: 80, heightPx: 100 };
    const faces = [{ box, landmarks: LANDMARKS, score: 1 }];
    const known = { kind: 'found', rung: 'normal', faces } as const;
    const found = await extractFaces({ image: PHOTO, known, networks: [0] }, { kind: 'aligned' }, [embedder]);
    const summed = row(passes, 0).map((value, i) => value + row(passes, 1)[i]);
    expect(found.embeddings).toEqual([[summed]]);
  });

  it('restores the crop before it makes views of it', async () => {
    const negative: Restorer = {
      name: 'negative',
      factor: 1,
      restore: async (image) => ({ ...image, pixels: image.pixels.map((value) => 255 - value) }),
    };
    const [passes] = await embedViews(request({ viewCount: 0 }), [probingEmbedder(PLACES)], negative);
    expect([...row(passes, 0)]).toEqual(PLACES.map((place) => 255 - IMAGE.pixels[place]));
  });
});
