import { readPhoto } from '../adapters/files/read-photo.ts';
import { NetworkStore } from '../adapters/network-store/network-store.ts';
import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import { loadNetwork } from '../adapters/onnx/load-network.ts';
import { type DecodeLimits, decodePhoto } from '../adapters/sharp/decode-photo.ts';
import { FacePool } from '../adapters/workers/face-pool.ts';
import type { ShippedNetwork, WorkerSetup } from '../adapters/workers/protocol.ts';
import { QuenError } from '../core/errors.ts';
import type { MeasurePorts, ViewPorts } from '../core/ports.ts';
import { cascadeOptionsSchema } from '../detection/cascade.ts';
import type { NetworkStamp } from '../gallery/gallery.ts';
import type { DetectorCard, EmbedderCard, NetworkCard, RestorerCard } from '../networks/card.ts';
import type { ExtractionOptions } from './extraction-options.ts';
import { FaceCaches, keepNothing } from './face-caches.ts';

/** Extraction ready to run, and what it is made of. */
export interface OpenExtraction extends AsyncDisposable {
  readonly ports: ViewPorts;
  /** For measuring the faces it found. */
  readonly measuring: MeasurePorts;
  readonly caches: Pick<FaceCaches, 'degraded' | 'decides' | 'decidesViews' | 'decidesMeasures'>;
  readonly detector: DetectorCard | undefined;
  readonly embedders: readonly EmbedderCard[];
  /** Absent where crops are embedded as they are. */
  readonly restorer?: RestorerCard;
}

/**
 * Loads and checks the networks, opens the caches, starts the threads of an extraction in this process. Throws `NETWORK_*` and `OUTPUT_*`.
 * @param keeping whether results are kept on the disk, or nowhere
 */
export async function openLocalExtraction(
  options: ExtractionOptions,
  keeping: 'kept' | 'not-kept' = 'kept',
): Promise<OpenExtraction> {
  const store = new NetworkStore();
  const cascade = cascadeOptionsSchema.parse({});
  const detector = options.aligned ? undefined : await ship(store, options.detector, isDetector);
  const embedders = await Promise.all(options.networks.map((name) => ship(store, name, isEmbedder)));
  const restorer =
    options.restorer === undefined ? undefined : await ship(store, options.restorer, isRestorer);
  const limits: DecodeLimits = {
    maxBytes: options.maxBytes,
    maxPixels: options.maxPixels,
    timeoutSeconds: options.decodeTimeoutSeconds,
    maxSidePx: options.maxSidePx,
  };
  const parts = {
    maxSidePx: options.maxSidePx,
    cascade,
    detector: detector?.card,
    embedders: embedders.map(({ card }) => card),
    restorer: restorer?.card,
  };
  const caches = keeping === 'kept' ? new FaceCaches(parts) : new FaceCaches(parts, keepNothing);
  const setup: WorkerSetup = {
    embedders,
    cascade,
    ...(detector && { detector }),
    ...(restorer && { restorer }),
  };
  const pool = await FacePool.start(new URL('../worker.js', import.meta.url), setup, options.threads);
  const files: Pick<ViewPorts, 'read' | 'decode'> = {
    read: (photo) => readPhoto(photo.path, limits.maxBytes),
    decode: (bytes) => decodePhoto(bytes, limits),
  };
  return {
    ports: {
      ...files,
      extractor: pool,
      detections: caches.detections,
      embeddings: caches.embeddings,
      viewCaches: (seed) => caches.views(seed),
    },
    measuring: {
      ...files,
      concurrency: pool.concurrency,
      get measures() {
        return caches.measures();
      },
    },
    caches,
    detector: detector?.card,
    embedders: embedders.map(({ card }) => card),
    ...(restorer && { restorer: restorer.card }),
    async [Symbol.asyncDispose]() {
      await pool.close();
      caches.close();
    },
  };
}

/** What a gallery must remember of the networks that made it. */
export function stampsOf(extraction: OpenExtraction): { detector?: NetworkStamp; embedders: NetworkStamp[] } {
  const stamp = (card: NetworkCard): NetworkStamp => ({ name: card.name, sha256: weightsId(card) });
  const embedders = extraction.embedders.map(stamp);
  return extraction.detector === undefined
    ? { embedders }
    : { detector: stamp(extraction.detector), embedders };
}

/** Makes sure that detectors are there before long work begins that needs them in the end. Throws `NETWORK_*` and `CONFIG_INVALID`. */
export async function assertDetectors(names: readonly string[]): Promise<void> {
  const store = new NetworkStore();
  for (const name of names) await ship(store, name, isDetector);
}

async function ship<Card extends DetectorCard | EmbedderCard | RestorerCard>(
  store: NetworkStore,
  name: string,
  guard: (card: { task: string }) => card is Card,
): Promise<ShippedNetwork<Card>> {
  const card = await store.card(name);
  if (!guard(card)) {
    throw new QuenError(
      'CONFIG_INVALID',
      `The network ${name} is of the kind ${card.task} and cannot be used in this place. 'quen networks list' has the kind of each.`,
    );
  }
  return { card, graphs: (await loadNetwork(card, store)).map(shared) };
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}

function isDetector(card: { task: string }): card is DetectorCard {
  return card.task === 'detector';
}

function isEmbedder(card: { task: string }): card is EmbedderCard {
  return card.task === 'embedder';
}

function isRestorer(card: { task: string }): card is RestorerCard {
  return card.task === 'restorer';
}
