import { cacheFolder } from '../../src/adapters/network-store/cache-folder.ts';
import { NetworkStore } from '../../src/adapters/network-store/network-store.ts';
import { loadNetwork } from '../../src/adapters/onnx/load-network.ts';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { InferenceSession } from '../../src/core/tensor.ts';
import { createDetector } from '../../src/detection/create-detector.ts';
import type { Detector } from '../../src/detection/detector.ts';
import type { DetectorCard, NetworkCard } from '../../src/networks/card.ts';
import { CATALOGUE } from '../../src/networks/catalogue.ts';
import { sharedPath } from './shared-photos.ts';

/** Cards of all detectors that come with Quen. */
export const DETECTOR_CARDS: readonly DetectorCard[] = CATALOGUE.filter((card) => card.task === 'detector');

/** The networks of the user's cache and of the shared folder. */
export function sharedNetworks(): NetworkStore {
  return new NetworkStore(cacheFolder(), [sharedPath('models')]);
}

/** A detector over its real network on one thread, with the card changed where wanted; fetched when it must be. */
export async function openDetector(
  card: DetectorCard,
  change: Partial<DetectorCard> = {},
): Promise<{ readonly detector: Detector; close(): Promise<void> }> {
  const changed = { ...card, ...change };
  const sessions = await openSessions(changed);
  return {
    detector: createDetector(changed, sessions),
    close: async () => void (await Promise.all(sessions.map((session) => session.release()))),
  };
}

/** A network of one graph, of the cache or the shared folder, on one thread; fetched when it must be. */
export async function openSession(card: NetworkCard): Promise<InferenceSession> {
  const [session] = await openSessions(card);
  return session;
}

async function openSessions(card: NetworkCard): Promise<InferenceSession[]> {
  const graphs = await loadNetwork(card, sharedNetworks());
  return await Promise.all(graphs.map((graph) => createSession(graph, { threads: 1 })));
}
