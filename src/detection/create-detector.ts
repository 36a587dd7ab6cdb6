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

/** The detector a card describes, over its network. @param session stays the caller's to release */
export function createDetector(card: DetectorCard, session: InferenceSession): Detector {
  return new OnnxDetector(card, session, DECODERS[card.decoder]);
}
