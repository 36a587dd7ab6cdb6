import type { EmbedderCard } from '../card.ts';

/** MobileFaceNet by bubbliiiing, 128 numbers, from PyTorch weights. */
export const mobilefacenetBubbliiiing: EmbedderCard = {
  name: 'mobilefacenet-bubbliiiing',
  title: 'MobileFaceNet by bubbliiiing, 128 numbers',
  task: 'embedder',
  weights: {
    format: 'pytorch',
    architecture: 'mobilefacenet',
    files: [
      {
        name: 'arcface_mobilefacenet.pth',
        sources: [{ kind: 'file', path: 'mobilefacenet-bubbliiiing/arcface_mobilefacenet.pth' }],
        sha256: '4c08e11a0a2bbf299910210da647c7d8105c348f4c533868e1710dbcf7b22480',
        bytes: 4155613,
      },
    ],
    foundAt: 'model_data/ of bubbliiiing/arcface-pytorch on GitHub',
  },
  licence: {
    stated: 'MIT (bubbliiiing/arcface-pytorch)',
    limits: 'Trained on CASIA-WebFace, whose photos were gathered from the web and are for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 112,
    heightPx: 112,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [127.5, 127.5, 127.5],
    scale: [127.5, 127.5, 127.5],
  },
  output: { name: 'embedding', dimension: 128 },
  normalisation: 'l2',
  template: '112x112',
};
