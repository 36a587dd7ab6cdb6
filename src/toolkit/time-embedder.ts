import { NetworkStore } from '../adapters/network-store/network-store.ts';
import { loadNetwork } from '../adapters/onnx/load-network.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { QuenError } from '../core/errors.ts';
import { blankImage } from '../core/image.ts';
import { OnnxEmbedder } from '../embedding/onnx-embedder.ts';
import type { EmbedderCard } from '../networks/card.ts';
import { seededRandom } from '../numerics/random.ts';

const WARM_UP = 5;
const RUNS = 20;
const SEED = 6;

/** Median milliseconds that a network takes for one crop and its mirror image, on one thread. Throws `NETWORK_*`. */
export async function msPerFace(card: EmbedderCard): Promise<number> {
  const [graph] = await loadNetwork(card, new NetworkStore());
  if (graph === undefined) throw new QuenError('NETWORK_UNRUNNABLE', `${card.name} has no graph.`);
  const session = await createSession(graph, { threads: 1 });
  try {
    const embedder = new OnnxEmbedder(card, session);
    const { pixels, ...size } = blankImage(card.input.widthPx, card.input.heightPx);
    const random = seededRandom(SEED);
    const crop = { ...size, pixels: pixels.map(() => 256 * random()) };
    const times: number[] = [];
    for (let run = 0; run < WARM_UP + RUNS; run++) {
      const startedMs = performance.now();
      await embedder.embed(crop);
      if (run >= WARM_UP) times.push(performance.now() - startedMs);
    }
    return times.sort((a, b) => a - b)[RUNS >> 1] ?? Number.NaN;
  } finally {
    await session.release();
  }
}
