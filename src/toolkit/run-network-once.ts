import { createSession } from '../adapters/onnx/session.ts';
import { QuenError } from '../core/errors.ts';
import { blankImage } from '../core/image.ts';
import type { InferenceSession } from '../core/tensor.ts';
import { createDetector } from '../detection/create-detector.ts';
import type { DetectorCard, NetworkCard, RestorerCard } from '../networks/card.ts';
import { createRestorer } from '../restoration/create-restorer.ts';

/** Runs a network on black pixels. Throws `NETWORK_CARD_INVALID` and `NETWORK_UNRUNNABLE` where it does not give what its card says. */
export async function runNetworkOnce(card: NetworkCard, graphs: readonly Uint8Array[]): Promise<void> {
  const sessions = await Promise.all(graphs.map((graph) => createSession(graph, { threads: 1 })));
  try {
    const [session] = sessions;
    if (card.task === 'detector') await detectOnce(card, sessions);
    else if (card.task === 'restorer') await restoreOnce(card, sessions);
    else if (session !== undefined) await embedOnce(card, session);
  } finally {
    await Promise.all(sessions.map((session) => session.release()));
  }
}

async function detectOnce(card: DetectorCard, sessions: readonly InferenceSession[]): Promise<void> {
  const { widthPx, heightPx } = card.input;
  const black = { widthPx, heightPx, pixels: new Uint8Array(widthPx * heightPx * 3) };
  const detector = createDetector(card, sessions);
  await detector.detect(black, detector.firstPass);
}

async function restoreOnce(card: RestorerCard, sessions: readonly InferenceSession[]): Promise<void> {
  const { widthPx, heightPx } = card.input;
  await createRestorer(card, sessions).restore(blankImage(widthPx, heightPx));
}

async function embedOnce(
  card: Exclude<NetworkCard, DetectorCard | RestorerCard>,
  session: InferenceSession,
): Promise<void> {
  const { widthPx, heightPx, layout, mean } = card.input;
  const channels = mean.length;
  const dims = layout === 'NCHW' ? [1, channels, heightPx, widthPx] : [1, heightPx, widthPx, channels];
  const [inputName = ''] = session.inputNames;
  const outputs = await session.run({
    [inputName]: { data: new Float32Array(channels * widthPx * heightPx), dims },
  });
  const length = outputs[card.output.name]?.data.length;
  const wanted = 'dimension' in card.output ? card.output.dimension : length;
  if (length !== undefined && length === wanted) return;
  const given = Object.entries(outputs).map(([name, { data }]) => `${name} (${data.length})`);
  const promised = wanted === undefined ? card.output.name : `${card.output.name} (${wanted})`;
  const message = `The card ${card.name} promises the output ${promised}; the network gives ${given.join(', ')}.`;
  throw new QuenError('NETWORK_CARD_INVALID', message);
}
