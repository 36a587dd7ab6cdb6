import type { EmbedderCard } from '../card.ts';

/** MobileFaceNet by foamliu, 128 numbers. */
export const mobilefacenetFoamliu: EmbedderCard = {
  name: 'mobilefacenet-foamliu',
  title: 'MobileFaceNet by foamliu, 128 numbers',
  task: 'embedder',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'MobileFaceNet.onnx',
        sources: [{ kind: 'file', path: 'mobilefacenet-foamliu/MobileFaceNet.onnx' }],
        sha256: 'b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507',
        bytes: 3998070,
      },
    ],
  },
  licence: {
    stated: 'Apache-2.0 (foamliu/MobileFaceNet)',
    limits: 'Trained on MS-Celeb-1M (cleaned), withdrawn by its publisher and for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 112,
    heightPx: 112,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [123.675, 116.28, 103.53],
    scale: [58.395, 57.12, 57.375],
  },
  output: { name: 'output0', dimension: 128 },
  normalisation: 'l2',
  template: '112x112',
};
