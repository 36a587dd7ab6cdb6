import { QuenError } from '../core/errors.ts';
import type { InferenceSession } from '../core/tensor.ts';
import type { DetectorCard } from '../networks/card.ts';
import type { Detector } from './detector.ts';
import { type DecodeDetections, OnnxDetector } from './onnx-detector.ts';
import { decodeRetinafaceMxnet } from './retinaface-mxnet.ts';
import { decodeRetinafacePytorch } from './retinaface-pytorch.ts';
import { decodeScrfd } from './scrfd.ts';
import { decodeYunet } from './yunet.ts';

const DECODERS: Readonly<Record<DetectorCard['decoder'], DecodeDetections>> = {
  'retinaface-mxnet': decodeRetinafaceMxnet,
  'retinaface-pytorch': decodeRetinafacePytorch,
  scrfd: decodeScrfd,
  yunet: decodeYunet,
};

/**
 * The detector a card describes, over its network. Throws `NETWORK_UNRUNNABLE` where a graph is missing.
 * @param sessions one for each graph of the network, in their order; they stay the caller's to release
 */
export function createDetector(card: DetectorCard, sessions: readonly InferenceSession[]): Detector {
  const [session] = sessions;
  if (session === undefined) throw new QuenError('NETWORK_UNRUNNABLE', `${card.name} has no graph.`);
  return new OnnxDetector(card, session, DECODERS[card.decoder]);
}
