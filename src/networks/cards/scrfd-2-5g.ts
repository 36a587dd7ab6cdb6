import type { DetectorCard } from '../card.ts';

/** SCRFD 2.5 GFLOP, 5 landmarks. */
export const scrfd25g: DetectorCard = {
  name: 'scrfd-2.5g',
  title: 'SCRFD 2.5 GFLOP, 5 landmarks',
  task: 'detector',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'scrfd_2.5g_bnkps.onnx',
        sources: [{ kind: 'file', path: 'scrfd/scrfd_2.5g_bnkps.onnx' }],
        sha256: 'bc24bb349491481c3ca793cf89306723162c280cb284c5a5e49df3760bf5c2ce',
        bytes: 3290207,
      },
    ],
  },
  licence: {
    stated: 'InsightFace: non-commercial research only',
    limits: 'Not for commercial use. Trained on WIDER FACE, whose photos are for research only.',
  },
  input: {
    size: 'free',
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
  sureScore: 0.75,
};
