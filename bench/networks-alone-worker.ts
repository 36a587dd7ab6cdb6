// Replays the networks' runs of some photos on tensors that are ready, and nothing else: what the whole job cannot beat.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { NetworkStore } from '../src/adapters/network-store/network-store.ts';
import { loadNetwork } from '../src/adapters/onnx/load-network.ts';
import { createSession } from '../src/adapters/onnx/session.ts';
import { decodePhoto } from '../src/adapters/sharp/decode-photo.ts';
import type { InferenceSession, Tensor } from '../src/core/tensor.ts';
import { cascadeOptionsSchema } from '../src/detection/cascade.ts';
import { createDetector } from '../src/detection/create-detector.ts';
import { OnnxEmbedder } from '../src/embedding/onnx-embedder.ts';
import type { DetectorCard, EmbedderCard } from '../src/networks/card.ts';
import { extractFaces } from '../src/pipeline/extract-faces.ts';

interface Recording {
  readonly session: InferenceSession;
  readonly feeds: Readonly<Record<string, Tensor>>;
}

const { paths, detector, embedder } = workerData as { paths: string[]; detector: string; embedder: string };
const limits = { maxBytes: 1e9, maxPixels: 1e9, timeoutSeconds: 60, maxSidePx: 2048 };
const store = new NetworkStore();
const recordings: Recording[] = [];

const detectorCard = (await store.card(detector)) as DetectorCard;
const embedderCard = (await store.card(embedder)) as EmbedderCard;
const finder = {
  kind: 'detect' as const,
  detector: createDetector(detectorCard, [await recorded(detectorCard)]),
  cascade: cascadeOptionsSchema.parse({}),
};
const embedders = [new OnnxEmbedder(embedderCard, await recorded(embedderCard))];
for (const path of paths) {
  const { image } = await decodePhoto(readFileSync(path), limits);
  await extractFaces({ image, networks: [0] }, finder, embedders);
}

parentPort?.on('message', async (repeatCount: number) => {
  for (let i = 0; i < repeatCount; i++) {
    for (const { session, feeds } of recordings) await session.run(feeds);
  }
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');

/** A session that remembers what it was fed. */
async function recorded(card: DetectorCard | EmbedderCard): Promise<InferenceSession> {
  const [graph] = await loadNetwork(card, store);
  const session = await createSession(graph, { threads: 1 });
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    release: () => session.release(),
    run: (feeds) => {
      const copies = Object.entries(feeds).map(([name, { data, dims }]) => [
        name,
        { data: data.slice(), dims },
      ]);
      recordings.push({ session, feeds: Object.fromEntries(copies) });
      return session.run(feeds);
    },
  };
}
