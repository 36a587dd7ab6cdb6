import type { EmbedderCard } from '../card.ts';

/** InsightFace model-r50-am-lfw, LResNet50E-IR, 512 numbers. */
export const insightfaceR50AmLfw: EmbedderCard = {
  name: 'insightface-r50-am-lfw',
  title: 'InsightFace model-r50-am-lfw (LResNet50E-IR), 512 numbers',
  task: 'embedder',
  weights: {
    format: 'mxnet',
    files: [
      { name: 'model-symbol.json', sources: [] },
      { name: 'model-0000.params', sources: [] },
    ],
    foundAt: 'the model zoo of deepinsight/insightface: model-r50-am-lfw',
    nodes: { input: 'data', output: 'fc1' },
  },
  licence: {
    stated: 'None stated with the files; InsightFace says of its weights: for non-commercial research',
    limits: 'Trained on MS-Celeb-1M (cleaned), withdrawn by its publisher and for research only.',
  },
  // The graph takes 127.5 off and divides by 128 itself.
  input: {
    size: 'fixed',
    widthPx: 112,
    heightPx: 112,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'RGB',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  },
  output: { name: 'fc1', dimension: 512 },
  normalisation: 'l2',
  template: '112x112',
};
