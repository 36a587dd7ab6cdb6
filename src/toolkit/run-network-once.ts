import { createSession } from '../adapters/onnx/session.ts';
import { QuenError } from '../core/errors.ts';
import type { InferenceSession } from '../core/tensor.ts';
import { createDetector } from '../detection/create-detector.ts';
import type { DetectorCard, NetworkCard } from '../networks/card.ts';

/** Runs a network on black pixels. Throws `NETWORK_CARD_INVALID` and `NETWORK_UNRUNNABLE` where it does not give what its card says. */
export async function runNetworkOnce(card: NetworkCard, graphs: readonly Uint8Array[]): Promise<void> {
  const sessions = await Promise.all(graphs.map((graph) => createSession(graph, { threads: 1 })));
  try {
    const [session] = sessions;
    if (card.task === 'detector') await detectOnce(card, sessions);
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

async function embedOnce(
  card: Exclude<NetworkCard, { task: 'detector' }>,
  session: InferenceSession,
): Promise<void> {
  const { widthPx, heightPx, layout } = card.input;
  const dims = layout === 'NCHW' ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3];
  const [inputName = ''] = session.inputNames;
  const outputs = await session.run({
    [inputName]: { data: new Float32Array(3 * widthPx * heightPx), dims },
  });
  const length = outputs[card.output.name]?.data.length;
  if (length === card.output.dimension) return;
  const given = Object.entries(outputs).map(([name, { data }]) => `${name} (${data.length})`);
  const message = `The card ${card.name} promises the output ${card.output.name} (${card.output.dimension}); the network gives ${given.join(', ')}.`;
  throw new QuenError('NETWORK_CARD_INVALID', message);
}
