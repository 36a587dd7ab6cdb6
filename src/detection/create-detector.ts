import { QuenError } from '../core/errors.ts';
import type { InferenceSession } from '../core/tensor.ts';
import type { DetectorCard } from '../networks/card.ts';
import type { Detector } from './detector.ts';
import { MtcnnDetector } from './mtcnn.ts';
import { type DecodeDetections, OnnxDetector } from './onnx-detector.ts';
import { decodeRetinafaceMxnet } from './retinaface-mxnet.ts';
import { decodeRetinafacePytorch } from './retinaface-pytorch.ts';
import { S3fdFanDetector } from './s3fd-fan.ts';
import { decodeScrfd } from './scrfd.ts';
import { decodeYunet } from './yunet.ts';

/** Decoders of detectors that are one network. */
const DECODERS = {
  'retinaface-mxnet': decodeRetinafaceMxnet,
  'retinaface-pytorch': decodeRetinafacePytorch,
  scrfd: decodeScrfd,
  yunet: decodeYunet,
} as const satisfies Partial<Record<DetectorCard['decoder'], DecodeDetections>>;

/**
 * The detector a card describes, over its network. Throws `NETWORK_UNRUNNABLE` where a graph is missing.
 * @param sessions one for each graph of the network, in their order; they stay the caller's to release
 */
export function createDetector(card: DetectorCard, sessions: readonly InferenceSession[]): Detector {
  const [first, second, third] = sessions;
  const { decoder } = card;
  if (decoder === 'mtcnn') {
    if (first && second && third) return new MtcnnDetector(card, { pnet: first, rnet: second, onet: third });
  } else if (decoder === 's3fd-fan') {
    if (first && second) return new S3fdFanDetector(card, { s3fd: first, fan: second });
  } else if (first) return new OnnxDetector(card, first, DECODERS[decoder]);
  const message = `${card.name} has ${sessions.length} graphs, fewer than its decoder '${decoder}' needs. Check the card.`;
  throw new QuenError('NETWORK_UNRUNNABLE', message);
}
