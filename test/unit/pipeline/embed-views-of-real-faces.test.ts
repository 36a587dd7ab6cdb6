import { expect, test } from 'vitest';
import { createSession } from '../../../src/adapters/onnx/session.ts';
import { OnnxEmbedder } from '../../../src/embedding/onnx-embedder.ts';
import { flipHorizontally } from '../../../src/images/flip.ts';
import { facepluginFrFeature } from '../../../src/networks/cards/faceplugin-fr-feature.ts';
import { row } from '../../../src/numerics/matrix.ts';
import { dot, norm, normalised, sum } from '../../../src/numerics/vector.ts';
import { embedViews } from '../../../src/pipeline/embed-views.ts';
import { centreCrops } from '../../support/centre-crops.ts';
import { realNetwork } from '../../support/real-networks.ts';
import { hasShared } from '../../support/shared-photos.ts';

const network = realNetwork(facepluginFrFeature.weights.files[0].sha256 ?? '');
const isReady = network !== undefined && hasShared('data/lfw/images');

test.skipIf(!isReady)('passes of real faces stand for the face as the embedding does', async () => {
  const session = await createSession(network as Uint8Array, { threads: 1 });
  const embedder = new OnnxEmbedder(facepluginFrFeature, session);
  const networks = [{ network: 0, firstPass: 0 }];
  for (const image of await centreCrops(3)) {
    const [passes] = await embedViews({ image, networks, viewCount: 12, seed: 2 }, [embedder]);
    const embedding = await embedder.embed(image);
    const rows = Array.from({ length: 14 }, (_, pass) => row(passes, pass));
    // The network's passes differ in length, so the sum of unit vectors is not quite the scaled sum.
    expect(dot(normalised(sum(rows.slice(0, 2))), embedding)).toBeGreaterThan(0.9999);
    for (const pass of rows) {
      expect(norm(pass)).toBeCloseTo(1, 5);
      expect(dot(pass, embedding)).toBeGreaterThan(0.5);
    }
    const mirrored = { image: flipHorizontally(image), networks, viewCount: 0, seed: 2 };
    const [ofMirrored] = await embedViews(mirrored, [embedder]);
    expect([...row(ofMirrored, 0)]).toEqual([...rows[1]]);
    expect([...row(ofMirrored, 1)]).toEqual([...rows[0]]);
  }
  await session.release();
});
