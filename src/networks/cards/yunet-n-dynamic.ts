import type { DetectorCard } from '../card.ts';

/** YuNet n, any input size, 5 landmarks. */
export const yunetNDynamic: DetectorCard = {
  name: 'yunet-n-dynamic',
  title: 'YuNet n, any input size, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'yunet_n_dynamic.onnx',
        sources: [{ kind: 'file', path: 'yunet/yunet_n_dynamic.onnx' }],
        sha256: '104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12',
        bytes: 322906,
      },
    ],
  },
  licence: {
    stated: 'Apache-2.0 (ShiqiYu/libfacedetection.train)',
    limits: 'Trained on WIDER FACE, whose photos are for research only.',
  },
  input: {
    size: 'free',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'BGR',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  },
  decoder: 'yunet',
  leastEnlargement: 1,
  minScore: 0.6,
  sureScore: 0.92,
};
