import type { DetectorCard } from '../card.ts';

/** SCRFD 0.5 GFLOP, 5 landmarks. */
export const scrfd500m: DetectorCard = {
  name: 'scrfd-500m',
  title: 'SCRFD 0.5 GFLOP, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'scrfd_500m_bnkps.onnx',
        sources: [{ kind: 'file', path: 'scrfd/scrfd_500m_bnkps.onnx' }],
        sha256: 'b467f878e26ff1e7ee05cd9936fdff63fa2a5af5d732ed17ee231f2dd5cc07ae',
        bytes: 2524648,
      },
    ],
  },
  licence: {
    stated: 'InsightFace: non-commercial research only',
    limits: 'Not for commercial use. Trained on WIDER FACE, whose photos are for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 640,
    heightPx: 640,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [127.5, 127.5, 127.5],
    scale: [128, 128, 128],
  },
  decoder: 'scrfd',
  leastEnlargement: 1,
  minScore: 0.5,
  sureScore: 0.72,
};
