import type { EmbedderCard } from '../card.ts';
import { facenet20180402 } from './facenet-20180402.ts';

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
